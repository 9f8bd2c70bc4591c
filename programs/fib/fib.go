// Recursive Fibonacci: two calls and an addition a node of the call tree.
package program

//@ var Work int

func fib(n int) int {
	//@ Work++
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func Run(n, seed int) float64 {
	return float64(fib(n - seed%2))
}
