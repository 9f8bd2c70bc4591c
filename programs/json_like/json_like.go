// Parses a text in JSON of n generated records into a tree, and prints the tree to text again, both
// written out in the language. Adds up every seventh character of what it printed.
package program

import (
	"strconv"
	"strings"
)

//@ var Work int

type kind int

const (
	null kind = iota
	truth
	falsehood
	number
	quoted
	array
	object
)

// Of an object the items have names, of an array they have none.
type value struct {
	kind   kind
	number int
	text   string
	items  []*value
	names  []string
}

type parser struct {
	text     string
	position int
}

func makeValue(kind kind) *value {
	//@ Work++
	return &value{kind: kind}
}

func (parser *parser) skipBlanks() byte {
	c := parser.text[parser.position]
	for c == ' ' || c == '\n' || c == '\t' {
		parser.position++
		c = parser.text[parser.position]
	}
	return c
}

func (parser *parser) parseNumber() int {
	negative := parser.text[parser.position] == '-'
	if negative {
		parser.position++
	}
	number := 0
	c := parser.text[parser.position]
	for c >= '0' && c <= '9' {
		number = number*10 + int(c-'0')
		parser.position++
		c = parser.text[parser.position]
	}
	if negative {
		return -number
	}
	return number
}

// A string's text; a character after a backslash stands for itself.
func (parser *parser) parseString() string {
	text := parser.text
	start := parser.position + 1
	position := start
	result := ""
	for text[position] != '"' {
		if text[position] == '\\' {
			result += text[start:position]
			start = position + 1
			position++
		}
		position++
	}
	parser.position = position + 1
	return result + text[start:position]
}

func (parser *parser) parseArray() *value {
	result := makeValue(array)
	parser.position++
	c := parser.skipBlanks()
	for c != ']' {
		result.items = append(result.items, parser.parseValue())
		c = parser.skipBlanks()
		if c == ',' {
			parser.position++
		}
	}
	parser.position++
	return result
}

func (parser *parser) parseObject() *value {
	result := makeValue(object)
	parser.position++
	c := parser.skipBlanks()
	for c != '}' {
		result.names = append(result.names, parser.parseString())
		parser.skipBlanks()
		parser.position++
		result.items = append(result.items, parser.parseValue())
		c = parser.skipBlanks()
		if c == ',' {
			parser.position++
			c = parser.skipBlanks()
		}
	}
	parser.position++
	return result
}

func (parser *parser) parseWord(kind kind, length int) *value {
	parser.position += length
	return makeValue(kind)
}

func (parser *parser) parseValue() *value {
	switch parser.skipBlanks() {
	case '{':
		return parser.parseObject()
	case '[':
		return parser.parseArray()
	case '"':
		result := makeValue(quoted)
		result.text = parser.parseString()
		return result
	case 'n':
		return parser.parseWord(null, 4)
	case 't':
		return parser.parseWord(truth, 4)
	case 'f':
		return parser.parseWord(falsehood, 5)
	default:
		result := makeValue(number)
		result.number = parser.parseNumber()
		return result
	}
}

// The text that is printed, piece by piece.
type output struct {
	pieces []string
}

func (output *output) add(piece string) {
	output.pieces = append(output.pieces, piece)
}

func (output *output) printString(text string) {
	output.add("\"")
	start := 0
	for i := 0; i < len(text); i++ {
		if text[i] == '"' || text[i] == '\\' {
			output.add(text[start:i])
			output.add("\\")
			start = i
		}
	}
	output.add(text[start:])
	output.add("\"")
}

func (output *output) printItems(value *value, open, end string) {
	output.add(open)
	for i, item := range value.items {
		if i > 0 {
			output.add(",")
		}
		if value.kind == object {
			output.printString(value.names[i])
			output.add(":")
		}
		output.printValue(item)
	}
	output.add(end)
}

func (output *output) printValue(value *value) {
	switch value.kind {
	case object:
		output.printItems(value, "{", "}")
	case array:
		output.printItems(value, "[", "]")
	case quoted:
		output.printString(value.text)
	case null:
		output.add("null")
	case truth:
		output.add("true")
	case falsehood:
		output.add("false")
	default:
		output.add(strconv.Itoa(value.number))
	}
}

const form = "{\"id\": -$$$$$, \"name\": \"@@@@@@@@ \\\"@@@@@\\\"\", \"open\": true,\n" +
	"\t\"marks\": [$$, $$$, $$$$], \"place\": {\"path\": \"@@\\\\@@@@\", \"next\": null},\n" +
	"\t\"empty\": [], \"closed\": false}"

// One record, with letters and digits drawn; no number begins with 0.
func makeRecord(random *int) string {
	record := []byte(form)
	for i, c := range record {
		if c == '@' || c == '$' {
			*random = *random * 17364 % 65537
			if c == '@' {
				record[i] = "pqrstuvw"[*random%8]
			} else {
				record[i] = "12345678"[*random%8]
			}
		}
	}
	return string(record)
}

// An array of n records, ten different ones time and again; n is a multiple of ten.
func makeDocument(n, seed int) string {
	random := seed%65536 + 1
	records := make([]string, n)
	for i := range records {
		if i < 10 {
			records[i] = makeRecord(&random)
		} else {
			records[i] = records[i-10]
		}
	}
	return "[" + strings.Join(records, ",\n") + "]"
}

func Run(n, seed int) float64 {
	parser := parser{text: makeDocument(n, seed)}
	tree := parser.parseValue()
	var output output
	output.printValue(tree)
	text := strings.Join(output.pieces, "")
	total := len(tree.items) + len(text)
	for i := 0; i < len(text); i += 7 {
		total = (total*3 + int(text[i])) % 1000003
	}
	return float64(total)
}
