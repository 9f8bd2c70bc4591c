// Builds lines by appending eight numbers as text, each with a comma, and joins the lines to one
// text. Adds up the text's length and every 61st of its characters.
package program

import (
	"strconv"
	"strings"
)

//@ var Work int

func Run(n, seed int) float64 {
	random := seed%65536 + 1
	lines := make([]string, n)
	for i := range lines {
		line := ""
		for j := 0; j < 8; j++ {
			random = random * 17364 % 65537
			line += strconv.Itoa(random) + ","
			//@ Work++
		}
		lines[i] = line
	}
	text := strings.Join(lines, "\n")
	total := len(text)
	for i := 0; i < len(text); i += 61 {
		total += int(text[i])
	}
	return float64(total)
}
