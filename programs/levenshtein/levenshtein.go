// Levenshtein distance of two random strings of n letters out of four, by two rows of the table.
package program

//@ var Work int

func makeString(n, random int) string {
	letters := make([]byte, n)
	for i := range letters {
		random = random * 17364 % 65537
		letters[i] = "abcd"[random%4]
	}
	return string(letters)
}

func distance(left, right string) int {
	previous := make([]int, len(right)+1)
	current := make([]int, len(right)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 0; i < len(left); i++ {
		letter := left[i]
		current[0] = i + 1
		for j := 0; j < len(right); j++ {
			best := previous[j]
			if right[j] != letter {
				if previous[j+1] < best {
					best = previous[j+1]
				}
				if current[j] < best {
					best = current[j]
				}
				best++
			}
			current[j+1] = best
			//@ Work++
		}
		previous, current = current, previous
	}
	return previous[len(right)]
}

func Run(n, seed int) float64 {
	return float64(distance(makeString(n, seed%65536+1), makeString(n, seed%65521+7)))
}
