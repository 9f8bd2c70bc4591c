// The remainders of n multiples, summed; where they begin comes at run time.
package program

//@ var Work int

func Run(n, seed int) float64 {
	offset := seed % 1000
	total := 0
	for i := 0; i < n; i++ {
		//@ Work++
		total += (i*7 + offset) % 1000
	}
	return float64(total + offset)
}
