// Integer arithmetic in a loop whose products and sums leave 32 bits and stay below 2^53, where a
// double still holds every integer.
package program

//@ var Work int

func Run(n, seed int) float64 {
	value := seed%2147483646 + 1
	total := 0
	for i := 0; i < n; i++ {
		//@ Work++
		value = value * 48271 % 2147483647
		total = (total + value*1021 + i) % 4398046511093
	}
	return float64(total)
}
