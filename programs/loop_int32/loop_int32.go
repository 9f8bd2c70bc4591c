// Integer arithmetic in a loop whose values all stay in 32 bits; each step needs the one before.
package program

//@ var Work int

func Run(n, seed int) float64 {
	value := int32(seed % 65537)
	total := int32(0)
	for i := int32(0); i < int32(n); i++ {
		//@ Work++
		value = (value*75 + i) % 65537
		total = (total + value) % 1000003
	}
	return float64(total)
}
