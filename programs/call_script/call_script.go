// The function that the host calls, with two numbers, for every step of a loop of its own.
package program

//@ var Work int

func Add(a, b int) int {
	//@ Work++
	return (a + b) % 1000003
}
