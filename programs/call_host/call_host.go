// The script calls a function of its host, with two numbers, for every step of a loop.
package program

import "fieldstone/host"

//@ var Work int

func Run(n, seed int) float64 {
	step := float64(seed%4 + 1)
	total := float64(seed % 1000)
	for i := 0; i < n; i++ {
		//@ Work++
		total = host.Add(total, step)
	}
	return total
}
