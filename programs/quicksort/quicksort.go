// Quicksort with a comparator that is passed in, on pseudo-random numbers. The seed shifts all
// numbers and says by its parity which of two comparators it is; the order of the numbers is always
// the same.
package program

//@ var Work int

func ascending(a, b int) int {
	//@ Work++
	return a - b
}

func descending(a, b int) int {
	//@ Work++
	return b - a
}

func sort(values []int, first, last int, compare func(a, b int) int) {
	low := first
	high := last
	pivot := values[(first+last)/2]
	for low <= high {
		for compare(values[low], pivot) < 0 {
			low++
		}
		for compare(pivot, values[high]) < 0 {
			high--
		}
		if low <= high {
			values[low], values[high] = values[high], values[low]
			low++
			high--
		}
	}
	if first < high {
		sort(values, first, high, compare)
	}
	if low < last {
		sort(values, low, last, compare)
	}
}

func Run(n, seed int) float64 {
	offset := seed % 1000
	values := make([]int, n)
	number := 42
	for i := range values {
		number = (number*3877 + 29573) % 139968
		values[i] = number + offset
	}
	compare := ascending
	if seed%2 != 0 {
		compare = descending
	}
	sort(values, 0, n-1, compare)
	hash := 0
	for _, value := range values {
		hash = (hash*31 + value) % 65521
	}
	return float64(hash)
}
