// Fill, map, filter and sum over arrays of integers, each an indexed loop over a fresh array.
package program

//@ var Work int

func Run(n, seed int) float64 {
	offset := seed % 1000
	scale := seed%7*3 + 2
	values := make([]int, n)
	for i := 0; i < len(values); i++ {
		//@ Work++
		values[i] = (i*7 + offset) % 1000
	}
	scaled := make([]int, n)
	for i := 0; i < len(values); i++ {
		//@ Work++
		scaled[i] = values[i] * scale
	}
	var kept []int
	for i := 0; i < len(scaled); i++ {
		//@ Work++
		if scaled[i]%3 == 0 {
			kept = append(kept, scaled[i])
		}
	}
	total := 0
	for i := 0; i < len(kept); i++ {
		//@ Work++
		//@ total = total * 31 % 1000003
		total += kept[i]
	}
	return float64(total)
}
