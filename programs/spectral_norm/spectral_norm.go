// The spectral norm of an infinite matrix's corner, by three rounds of the power method; the matrix
// is a function of row and column. The vector that it starts from comes from the seed.
package program

import "math"

//@ var Work int

func element(i, j int) float64 {
	//@ Work++
	return 1 / (float64((i+j)*(i+j+1))/2 + float64(i) + 1)
}

// The conversions of products keep them from being fused with what they are added to.
func multiply(vector, product []float64) {
	for i := range product {
		sum := 0.0
		for j, value := range vector {
			sum += float64(element(i, j) * value)
		}
		product[i] = sum
	}
}

func multiplyTransposed(vector, product []float64) {
	for i := range product {
		sum := 0.0
		for j, value := range vector {
			sum += float64(element(j, i) * value)
		}
		product[i] = sum
	}
}

func Run(n, seed int) float64 {
	u := make([]float64, n)
	v := make([]float64, n)
	between := make([]float64, n)
	for i := range u {
		u[i] = 1 + float64((i*7+seed%1000)%1000)/1024
	}
	for round := 0; round < 3; round++ {
		multiply(u, between)
		multiplyTransposed(between, v)
		multiply(v, between)
		multiplyTransposed(between, u)
	}
	uv := 0.0
	vv := 0.0
	for i := range u {
		uv += float64(u[i] * v[i])
		vv += float64(v[i] * v[i])
	}
	return math.Sqrt(uv/vv) + u[0]
}
