// Five bodies attract one another, n steps in time; the result is their energy. Bodies are records
// of seven numbers; the seed moves the first of them a little.
package program

import "math"

//@ var Work int

type body struct {
	x, y, z    float64
	vx, vy, vz float64
	mass       float64
}

func makeBodies(seed int) []body {
	bodies := []body{{x: float64(seed%1000) / 1024, mass: 40}}
	for i := 1; i < 5; i++ {
		distance := float64(i * 4)
		bodies = append(bodies, body{
			x: distance, y: 1, z: distance / 16,
			vx: 0.5, vy: 6 / float64(i), vz: 0.25,
			mass: 0.5 / float64(i),
		})
	}
	return bodies
}

// The conversions of products keep them from being fused with what they are added to.
func square(x, y, z float64) float64 {
	return float64(x*x) + float64(y*y) + float64(z*z)
}

func advance(bodies []body, step float64) {
	for i := range bodies {
		a := &bodies[i]
		for j := i + 1; j < len(bodies); j++ {
			//@ Work++
			b := &bodies[j]
			dx := a.x - b.x
			dy := a.y - b.y
			dz := a.z - b.z
			square := square(dx, dy, dz)
			magnitude := step / (square * math.Sqrt(square))
			a.vx -= float64(dx * b.mass * magnitude)
			a.vy -= float64(dy * b.mass * magnitude)
			a.vz -= float64(dz * b.mass * magnitude)
			b.vx += float64(dx * a.mass * magnitude)
			b.vy += float64(dy * a.mass * magnitude)
			b.vz += float64(dz * a.mass * magnitude)
		}
	}
	for i := range bodies {
		body := &bodies[i]
		body.x += float64(step * body.vx)
		body.y += float64(step * body.vy)
		body.z += float64(step * body.vz)
	}
}

func energy(bodies []body) float64 {
	total := 0.0
	for i := range bodies {
		a := &bodies[i]
		total += float64(0.5 * a.mass * square(a.vx, a.vy, a.vz))
		for j := i + 1; j < len(bodies); j++ {
			b := &bodies[j]
			total -= a.mass * b.mass / math.Sqrt(square(a.x-b.x, a.y-b.y, a.z-b.z))
		}
	}
	return total
}

func Run(n, seed int) float64 {
	bodies := makeBodies(seed)
	for i := 0; i < n; i++ {
		advance(bodies, 0.001)
	}
	return energy(bodies)
}
