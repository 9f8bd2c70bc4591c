// Package host is what a Go program of the catalogue can call of the program that runs it.
package host

// #cgo LDFLAGS: -Wl,--unresolved-symbols=ignore-all
// #include "drivers/go.h"
import "C"

// Add calls the host's function, which is C.
func Add(a, b float64) float64 {
	return float64(C.go_host_add(C.double(a), C.double(b)))
}
