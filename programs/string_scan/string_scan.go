// Splits a text into lines at its newlines, and scans each line for semicolons: cuts out each
// field between two and tests whether it is the one that is looked for. The text is 40 random
// lines, time and again.
package program

import "strings"

//@ var Work int

const (
	blockLines = 40
	lineFields = 6
)

// 40 lines of six fields, each of which has two to nine letters.
func makeBlock(seed int) string {
	random := seed%65536 + 1
	var block strings.Builder
	for i := 0; i < blockLines; i++ {
		for j := 0; j < lineFields; j++ {
			letters := 2 + (i*lineFields+j)%8
			for k := 0; k < letters; k++ {
				random = random * 17364 % 65537
				block.WriteByte("abcd"[random%4])
			}
			block.WriteByte(';')
		}
		block.WriteByte('\n')
	}
	return block.String()
}

func scan(line, wanted string) int {
	total := 0
	for {
		semicolon := strings.IndexByte(line, ';')
		if semicolon < 0 {
			return total
		}
		field := line[:semicolon]
		if field == wanted {
			total += 1000
		} else {
			total += int(field[0]) + len(field)
		}
		line = line[semicolon+1:]
		//@ Work++
	}
}

func Run(n, seed int) float64 {
	text := strings.Repeat(makeBlock(seed), n/blockLines)
	lines := strings.Split(text, "\n")
	total := 0
	for _, line := range lines {
		total = (total + scan(line, "ab")) % 1000000007
	}
	return float64(total + len(lines))
}
