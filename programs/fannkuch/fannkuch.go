// All permutations of n numbers in turn; of each, how often its beginning can be reversed, as many
// elements as the first one says, until that is 0. The seed rotates the permutation to begin with.
package program

//@ var Work int

func flips(permutation, scratch []int) int {
	for i := range permutation {
		scratch[i] = permutation[i]
	}
	count := 0
	for first := scratch[0]; first != 0; first = scratch[0] {
		low := 0
		high := first
		for low < high {
			//@ Work++
			scratch[low], scratch[high] = scratch[high], scratch[low]
			low++
			high--
		}
		count++
	}
	return count
}

func Run(n, seed int) float64 {
	offset := seed % 1000
	permutation := make([]int, n)
	scratch := make([]int, n)
	turns := make([]int, n)
	for i := range permutation {
		permutation[i] = (i + offset) % n
	}
	hash := 0
	length := 1
	for length < n {
		if length == 1 {
			hash = (hash*31 + flips(permutation, scratch)) % 65521
		}
		first := permutation[0]
		for i := 0; i < length; i++ {
			permutation[i] = permutation[i+1]
		}
		permutation[length] = first
		turns[length]++
		if turns[length] <= length {
			length = 1
		} else {
			turns[length] = 0
			length++
		}
	}
	return float64(hash)
}
