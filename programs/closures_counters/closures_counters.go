// Makes n counters, each of them two functions that share a captured variable, one to advance it
// and one to read it, calls each counter ten times in turn, and reads them all.
package program

//@ var Work int

const rounds = 10

type counter struct {
	advance func(extra int) int
	read    func(scale int) int
}

func makeCounter(start, step int) *counter {
	count := start
	return &counter{
		advance: func(extra int) int {
			//@ Work++
			count = (count + step + extra) % 1000003
			return count
		},
		read: func(scale int) int {
			//@ Work++
			return count * scale
		},
	}
}

func Run(n, seed int) float64 {
	start := seed % 1000
	counters := make([]*counter, n)
	for i := range counters {
		counters[i] = makeCounter(start, i)
	}
	total := 0
	for round := 0; round < rounds; round++ {
		for _, counter := range counters {
			total = (total + counter.advance(round)) % 1000000007
		}
	}
	for _, counter := range counters {
		total = (total + counter.read(3)) % 1000000007
	}
	return float64(total)
}
