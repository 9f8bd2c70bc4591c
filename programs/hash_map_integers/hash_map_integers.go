// Adds to the values of 5003 scattered integer keys in a hash map, n times in random order; looks n
// keys up, of which half are there; and takes keys out, half as many times.
package program

//@ var Work int

const (
	keys   = 5003
	spread = 355
)

func Run(n, seed int) float64 {
	random := seed%65536 + 1
	values := map[int]int{}
	size := 0
	for i := 0; i < n; i++ {
		random = random * 17364 % 65537
		key := random % keys * spread
		if value, found := values[key]; found {
			values[key] = value + i%100
		} else {
			values[key] = i % 100
			size++
		}
		//@ Work++
	}
	total := 0
	for i := 0; i < n; i++ {
		random = random * 17364 % 65537
		if value, found := values[random%(2*keys)*spread]; found {
			total = (total*3 + value) % 1000003
		}
		//@ Work++
	}
	for i := 0; i < n; i += 2 {
		random = random * 17364 % 65537
		key := random % keys * spread
		if _, found := values[key]; found {
			delete(values, key)
			size--
		}
		//@ Work++
	}
	return float64(total + size)
}
