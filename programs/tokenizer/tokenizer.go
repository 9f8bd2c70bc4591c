// Splits a generated program text into tokens, names, keywords, numbers, strings and punctuation,
// by looking at its characters one by one; blanks and comments are skipped.
package program

import "strings"

//@ var Work int

const blockLines = 20

type kind int

const (
	name kind = iota
	keyword
	number
	quoted
	punctuation
)

type token struct {
	kind kind
	text string
}

func isLetter(c byte) bool {
	return (c >= 'a' && c <= 'z') || c == '_'
}

func isDigit(c byte) bool {
	return c >= '0' && c <= '9'
}

func isKeyword(word string) bool {
	return word == "if" || word == "while" || word == "return"
}

// Where the token or the skipped text that starts at `position` ends.
func endOfWord(text string, position int) int {
	for position < len(text) && (isLetter(text[position]) || isDigit(text[position])) {
		position++
	}
	return position
}

func endOfNumber(text string, position int) int {
	for position < len(text) && isDigit(text[position]) {
		position++
	}
	return position
}

func endAt(text string, position int, last byte) int {
	for position < len(text) && text[position] != last {
		position++
	}
	return position + 1
}

func tokenize(text string) []token {
	var tokens []token
	position := 0
	for position < len(text) {
		c := text[position]
		start := position
		//@ Work++
		switch {
		case c == ' ' || c == '\n':
			position++
		case isLetter(c):
			position = endOfWord(text, position)
			word := text[start:position]
			if isKeyword(word) {
				tokens = append(tokens, token{keyword, word})
			} else {
				tokens = append(tokens, token{name, word})
			}
		case isDigit(c):
			position = endOfNumber(text, position)
			tokens = append(tokens, token{number, text[start:position]})
		case c == '"':
			position = endAt(text, position+1, '"')
			tokens = append(tokens, token{quoted, text[start:position]})
		case c == '#':
			position = endAt(text, position, '\n')
		default:
			position++
			tokens = append(tokens, token{punctuation, text[start:position]})
		}
	}
	return tokens
}

var forms = []string{
	"if (@@@ < $$) { @@_@ = $$$; } # @@@@\n",
	"while (@@$ + @@@@@) @@$($, \"@@@ @@\");\n",
	"@@@_@@@ = @@ * (@@@@ - $$$$) / $; # $$\n",
	"return @@@@@ + \"@@@@@@@\";\n",
	"# @@@@ @@ @@@@@ $$$\n    @@@[$$] = @@$$;\n",
}

// 20 lines of five forms in turn, with letters and digits drawn.
func makeBlock(seed int) string {
	random := seed%65536 + 1
	var block strings.Builder
	for i := 0; i < blockLines; i++ {
		form := forms[i%5]
		for j := 0; j < len(form); j++ {
			c := form[j]
			if c == '@' || c == '$' {
				random = random * 17364 % 65537
				if c == '@' {
					c = "pqrstuvw"[random%8]
				} else {
					c = "0123456789"[random%10]
				}
			}
			block.WriteByte(c)
		}
	}
	return block.String()
}

func Run(n, seed int) float64 {
	text := strings.Repeat(makeBlock(seed), n/blockLines)
	total := 0
	for _, token := range tokenize(text) {
		length := len(token.text)
		total = (total*3 + int(token.kind) + length + int(token.text[length-1])) % 1000003
	}
	return float64(total)
}
