// Calls a function n times that calls itself to a depth of one to eight, and whose innermost call
// throws for every third call; the throw passes through all the frames between.
package program

//@ var Work int

type failure struct {
	code int
}

func descend(depth, value int, fails bool) int {
	//@ Work++
	if depth == 0 {
		if fails {
			panic(&failure{code: value})
		}
		return value
	}
	return (descend(depth-1, value+depth, fails)*3 + depth) % 10007
}

func attempt(depth, value int, fails bool) (result int) {
	defer func() {
		if thrown := recover(); thrown != nil {
			result = thrown.(*failure).code + 5
		}
	}()
	return descend(depth, value, fails)
}

func Run(n, seed int) float64 {
	offset := seed % 1000
	total := 0
	for i := 0; i < n; i++ {
		total = (total + attempt(1+i%8, (i*7+offset)%1000, i%3 == 0)) % 1000000007
	}
	return float64(total)
}
