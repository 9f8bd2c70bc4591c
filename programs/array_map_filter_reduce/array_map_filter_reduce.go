// Map, filter and reduce over an array of integers by functions that are passed in, each over a
// fresh array; the function of the map is a closure over `scale`.
package program

//@ var Work int

func mapped(values []int, function func(int) int) []int {
	result := make([]int, len(values))
	for i, value := range values {
		result[i] = function(value)
	}
	return result
}

func filtered(values []int, function func(int) bool) []int {
	var result []int
	for _, value := range values {
		if function(value) {
			result = append(result, value)
		}
	}
	return result
}

func reduced(values []int, function func(int, int) int, initial int) int {
	result := initial
	for _, value := range values {
		result = function(result, value)
	}
	return result
}

func Run(n, seed int) float64 {
	offset := seed % 1000
	scale := seed%7*3 + 2
	values := make([]int, n)
	for i := range values {
		values[i] = (i*7 + offset) % 1000
	}
	scaled := mapped(values, func(value int) int {
		//@ Work++
		return value * scale
	})
	kept := filtered(scaled, func(value int) bool {
		//@ Work++
		return value%3 == 0
	})
	total := reduced(kept, func(total, value int) int {
		//@ Work++
		//@ total = total * 31 % 1000003
		return total + value
	}, 0)
	return float64(total)
}
