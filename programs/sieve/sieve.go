// The sieve of Eratosthenes over an array of booleans. The seed goes into what is summed for each
// prime, not into the sieve.
package program

//@ var Work int

func Run(n, seed int) float64 {
	offset := seed % 1000
	prime := make([]bool, n)
	for i := range prime {
		//@ Work++
		prime[i] = true
	}
	total := 0
	for i := 2; i < n; i++ {
		if prime[i] {
			total += (i + offset) % 1000
			for multiple := i + i; multiple < n; multiple += i {
				//@ Work++
				prime[multiple] = false
			}
		}
	}
	return float64(total)
}
