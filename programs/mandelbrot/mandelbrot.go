// The Mandelbrot set on a grid of n by n points, at most 50 iterations a point. The seed says in
// which row to begin, and the result depends on the order.
package program

//@ var Work int

// The conversions of products keep them from being fused with what they are added to.
func iterations(cx, cy float64) int {
	x := 0.0
	y := 0.0
	count := 0
	for count < 50 {
		//@ Work++
		xx := float64(x * x)
		yy := float64(y * y)
		if xx+yy > 4 {
			break
		}
		y = float64(2*x*y) + cy
		x = xx - yy + cx
		count++
	}
	return count
}

func Run(n, seed int) float64 {
	hash := 0
	for i := 0; i < n; i++ {
		row := (i + seed%1000) % n
		cy := 2*float64(row)/float64(n) - 1
		for column := 0; column < n; column++ {
			cx := 3*float64(column)/float64(n) - 2
			hash = (hash*31 + iterations(cx, cy)) % 65521
		}
	}
	return float64(hash)
}
