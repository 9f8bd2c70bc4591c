// Calls two methods of n shapes ten times in turn. The shapes are of four kinds in random order,
// records of different members, each with its own functions.
package program

//@ var Work int

const rounds = 10

type shape interface {
	area() int
	grow(by int)
}

type square struct {
	side int
}

type rectangle struct {
	width, height int
}

type triangle struct {
	base, height, angle int
}

type frame struct {
	inner, outer, margin, colour int
}

func (square *square) area() int {
	//@ Work++
	return square.side * square.side
}

func (square *square) grow(by int) {
	//@ Work++
	square.side = (square.side + by) % 1000
}

func (rectangle *rectangle) area() int {
	//@ Work++
	return rectangle.width * rectangle.height
}

func (rectangle *rectangle) grow(by int) {
	//@ Work++
	rectangle.width = (rectangle.width + by) % 1000
}

func (triangle *triangle) area() int {
	//@ Work++
	return triangle.base*triangle.height + triangle.angle
}

func (triangle *triangle) grow(by int) {
	//@ Work++
	triangle.height = (triangle.height + by) % 1000
}

func (frame *frame) area() int {
	//@ Work++
	return frame.outer*frame.margin + frame.inner
}

func (frame *frame) grow(by int) {
	//@ Work++
	frame.outer = (frame.outer + by) % 1000
}

func makeShape(random int) shape {
	size := random % 500
	switch random % 4 {
	case 0:
		return &square{size}
	case 1:
		return &rectangle{size, size + 1}
	case 2:
		return &triangle{size, size + 2, 90}
	default:
		return &frame{size, size + 3, 4, 7}
	}
}

func Run(n, seed int) float64 {
	random := seed%65536 + 1
	shapes := make([]shape, n)
	for i := range shapes {
		random = random * 17364 % 65537
		shapes[i] = makeShape(random)
	}
	total := 0
	for round := 0; round < rounds; round++ {
		for _, shape := range shapes {
			shape.grow(round)
			total = (total + shape.area()) % 1000000007
		}
	}
	return float64(total)
}
