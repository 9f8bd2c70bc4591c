// Builds a random expression tree of 100 leaves, and evaluates it for n values of its variable by
// walking it; all arithmetic is modulo 10007.
package program

//@ var Work int

const (
	leafCount = 100
	modulus   = 10007
)

type kind int

const (
	constant kind = iota
	variable
	add
	subtract
	multiply
)

type node struct {
	kind        kind
	value       int
	left, right *node
}

func nextRandom(random *int) int {
	*random = *random * 17364 % 65537
	return *random
}

func build(leaves int, random *int) *node {
	if leaves == 1 {
		value := nextRandom(random) % 100
		if value%2 == 0 {
			return &node{kind: constant, value: value}
		}
		return &node{kind: variable, value: value}
	}
	operation := nextRandom(random) % 3
	share := 1 + nextRandom(random)%(leaves-1)
	left := build(share, random)
	right := build(leaves-share, random)
	switch operation {
	case 0:
		return &node{kind: add, left: left, right: right}
	case 1:
		return &node{kind: subtract, left: left, right: right}
	default:
		return &node{kind: multiply, left: left, right: right}
	}
}

func evaluate(node *node, value int) int {
	//@ Work++
	switch node.kind {
	case constant:
		return node.value
	case variable:
		return value
	case add:
		return (evaluate(node.left, value) + evaluate(node.right, value)) % modulus
	case subtract:
		return (evaluate(node.left, value) + modulus - evaluate(node.right, value)) % modulus
	default:
		return evaluate(node.left, value) * evaluate(node.right, value) % modulus
	}
}

func Run(n, seed int) float64 {
	random := seed%65536 + 1
	tree := build(leafCount, &random)
	total := 0
	for i := 0; i < n; i++ {
		total = (total*3 + evaluate(tree, i%modulus)) % 1000003
	}
	return float64(total)
}
