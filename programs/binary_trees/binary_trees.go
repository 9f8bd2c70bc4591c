// Complete binary trees of nodes with a number and two children: one of depth n that stays, and
// many smaller ones that are made, summed and dropped. The seed goes into the numbers.
package program

//@ var Work int

type node struct {
	left, right *node
	value       int
}

func makeTree(depth, value int) *node {
	//@ Work++
	node := &node{value: value}
	if depth > 0 {
		node.left = makeTree(depth-1, value)
		node.right = makeTree(depth-1, value+1)
	}
	return node
}

func sum(node *node) int {
	//@ Work++
	if node.left == nil {
		return node.value
	}
	return sum(node.left) + node.value + sum(node.right)
}

func Run(n, seed int) float64 {
	offset := seed % 100
	lasting := makeTree(n, offset)
	total := 0
	count := 2
	for depth := n - 1; depth >= 2; depth -= 2 {
		for i := 0; i < count; i++ {
			total += sum(makeTree(depth, offset+i%10))
		}
		count *= 4
	}
	return float64(total + sum(lasting))
}
