// Floating-point arithmetic in a loop: a piece of the harmonic series, shifted by the seed.
package program

//@ var Work int

func Run(n, seed int) float64 {
	shift := float64(seed%1000) / 1000
	total := 0.0
	for i := 1; i <= n; i++ {
		//@ Work++
		total += 1 / (float64(i) + shift)
	}
	return total
}
