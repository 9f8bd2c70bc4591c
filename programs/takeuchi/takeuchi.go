// Takeuchi's function: calls with three arguments, three of them nested as arguments of a fourth.
// The seed shifts all arguments, which shifts the result and leaves the calls as they are.
package program

//@ var Work int

func tak(x, y, z int) int {
	//@ Work++
	if x <= y {
		return z
	}
	return tak(tak(x-1, y, z), tak(y-1, z, x), tak(z-1, x, y))
}

func Run(n, seed int) float64 {
	offset := seed % 1000
	return float64(tak(3*n+offset, 2*n+offset, n+offset))
}
