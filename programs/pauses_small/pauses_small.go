// Keeps n pairs of records that point to each other, and replaces 50 of them at each call: cycles
// that become garbage while others live on. The seed says which, and goes into the numbers.
package program

//@ var Work int

const replaced = 50

type record struct {
	id   int
	peer *record
}

var live []*record

func makePair(id int) *record {
	first := &record{id: id}
	first.peer = &record{id: id + 1, peer: first}
	return first
}

func fill(n int) {
	live = nil
	for i := 0; i < n; i++ {
		live = append(live, makePair(i))
	}
}

func Run(n, seed int) float64 {
	if len(live) != n {
		fill(n)
	}
	total := 0
	for i := 0; i < replaced; i++ {
		//@ Work += 2
		at := (seed*replaced + i*7919) % n
		old := live[at]
		made := makePair((seed + i) % 1000)
		live[at] = made
		total += made.peer.id + old.peer.peer.id - old.id
	}
	return float64(total)
}
