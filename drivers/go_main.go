// Go's side of drivers/go.c: the process begins and ends here, and programs are entered here. They
// are in `programs`, which drivers/go_build.sh generates. C is linked in last, so its functions are
// not yet known where cgo looks at this file alone.
package main

// #cgo LDFLAGS: -Wl,--unresolved-symbols=ignore-all
// #include <stdlib.h>
// #include "drivers/go.h"
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"unsafe"
)

// A program of the catalogue, in one of its two variants. It has `run`, or `add` where the host
// calls it in a loop, and a work counter where it is the counted variant.
type program struct {
	text string
	run  func(n, seed int) float64
	add  func(a, b int) int
	work *int
}

// Copies the text and a NUL to the room of C, as far as they fit.
func copyText(room []C.char, text string) {
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&room[0])), len(room))
	bytes[copy(bytes[:len(bytes)-1], text)] = 0
}

// Deferred: makes a panic an error that says where it came from.
func catch(done *C.bool, report *C.struct_driver_error) {
	if fault := recover(); fault != nil {
		*done = false
		copyText(report.text[:], fmt.Sprintf("panic: %v\n%s", fault, debug.Stack()))
	}
}

//export go_describe
func go_describe(description *C.struct_driver_description) {
	copyText(description.buffer[:], runtime.Version())
}

//export go_find
func go_find(text *C.char, length C.size_t) C.int64_t {
	wanted := unsafe.Slice((*byte)(unsafe.Pointer(text)), int(length))
	for number := range programs {
		if programs[number].text == string(wanted) {
			return C.int64_t(number)
		}
	}
	return -1
}

//export go_run
func go_run(number, n C.int64_t, seed C.uint32_t, result *C.double,
	report *C.struct_driver_error) (done C.bool) {
	defer catch(&done, report)
	*result = C.double(programs[number].run(int(n), int(seed)))
	return true
}

//export go_add
func go_add(number, a, b C.int64_t, result *C.int64_t,
	report *C.struct_driver_error) (done C.bool) {
	defer catch(&done, report)
	*result = C.int64_t(programs[number].add(int(a), int(b)))
	return true
}

//export go_work
func go_work(number C.int64_t) C.double {
	return C.double(*programs[number].work)
}

func main() {
	arguments := make([]*C.char, len(os.Args)+1)
	for i, argument := range os.Args {
		arguments[i] = C.CString(argument)
	}
	status := C.go_drive(C.int(len(os.Args)), &arguments[0])
	for _, argument := range arguments {
		C.free(unsafe.Pointer(argument))
	}
	C.exit(status) // as C does, which writes out what is buffered
}
