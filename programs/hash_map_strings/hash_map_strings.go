// Makes n / 10 names of letters and digits, adds to the values of the even ones in a hash map, n
// times in random order, looks n names up, of which half are there, and takes n / 20 out.
package program

import "strconv"

//@ var Work int

const letters = "abcdefghijklmnop"

func makeNames(count, seed int) []string {
	random := seed%65536 + 1
	names := make([]string, count)
	for i := range names {
		var name [6]byte
		for j := range name {
			random = random * 17364 % 65537
			name[j] = letters[random%16]
		}
		names[i] = string(name[:]) + strconv.Itoa(i)
	}
	return names
}

func Run(n, seed int) float64 {
	names := makeNames(n/10, seed)
	half := len(names) / 2
	random := seed%65536 + 1
	values := map[string]int{}
	size := 0
	for i := 0; i < n; i++ {
		random = random * 17364 % 65537
		name := names[random%half*2]
		if value, found := values[name]; found {
			values[name] = value + i%100
		} else {
			values[name] = i % 100
			size++
		}
		//@ Work++
	}
	total := 0
	for i := 0; i < n; i++ {
		random = random * 17364 % 65537
		if value, found := values[names[random%len(names)]]; found {
			total = (total*3 + value) % 1000003
		}
		//@ Work++
	}
	for i := 0; i < half; i++ {
		random = random * 17364 % 65537
		name := names[random%len(names)]
		if _, found := values[name]; found {
			delete(values, name)
			size--
		}
		//@ Work++
	}
	//@ for _, name := range names {
	//@ 	value, found := values[name]
	//@ 	if !found {
	//@ 		value = -1
	//@ 	}
	//@ 	total = (total*3 + value + 1) % 1000003
	//@ 	for j := 0; j < len(name); j++ {
	//@ 		total = (total*3 + int(name[j])) % 1000003
	//@ 	}
	//@ }
	return float64(total + size)
}
