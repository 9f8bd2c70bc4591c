// The product of two matrices of n by n doubles, row by column. All elements are halves of whole
// numbers, so that the sum of the product's elements is exact.
package program

//@ var Work int

func makeMatrix(n, step, offset int) [][]float64 {
	matrix := make([][]float64, n)
	for i := range matrix {
		row := make([]float64, n)
		for j := range row {
			row[j] = float64((i*step+j+offset)%11) + 0.5
		}
		matrix[i] = row
	}
	return matrix
}

func multiply(a, b [][]float64) [][]float64 {
	product := make([][]float64, len(a))
	for i, left := range a {
		row := make([]float64, len(b))
		for j := range row {
			sum := 0.0
			for k := range left {
				//@ Work++
				sum += left[k] * b[k][j]
			}
			row[j] = sum
		}
		product[i] = row
	}
	return product
}

func Run(n, seed int) float64 {
	offset := seed % 1100
	a := makeMatrix(n, 7, offset)
	b := makeMatrix(n, 3, 2*offset)
	total := 0.0
	for _, row := range multiply(a, b) {
		for _, element := range row {
			total += element
		}
	}
	return total
}
