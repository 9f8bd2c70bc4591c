# Parses a text in JSON of n generated records into a tree, and prints the tree to text again, both
# written out in the language. Adds up every seventh character of what it printed.
#@ work = 0

NULL = 0
TRUE = 1
FALSE = 2
NUMBER = 3
STRING = 4
ARRAY = 5
OBJECT = 6


# The content of a value is its number, its string or its items; `names` are those of its items.
class Value:
    __slots__ = ("kind", "content", "names")

    def __init__(self, kind, content, names):
        #@ global work
        #@ work += 1
        self.kind = kind
        self.content = content
        self.names = names


class Parser:
    __slots__ = ("text", "position")

    def __init__(self, text, position):
        self.text = text
        self.position = position


def skip_blanks(parser):
    text = parser.text
    position = parser.position
    c = text[position]
    while c == " " or c == "\n" or c == "\t":
        position += 1
        c = text[position]
    parser.position = position
    return c


def parse_number(parser):
    text = parser.text
    position = parser.position
    negative = text[position] == "-"
    if negative:
        position += 1
    number = 0
    c = text[position]
    while "0" <= c <= "9":
        number = number * 10 + (ord(c) - 48)
        position += 1
        c = text[position]
    parser.position = position
    return -number if negative else number


# A string's text; a character after a backslash stands for itself.
def parse_string(parser):
    text = parser.text
    start = parser.position + 1
    position = start
    result = ""
    c = text[position]
    while c != '"':
        if c == "\\":
            result += text[start:position]
            start = position + 1
            position += 1
        position += 1
        c = text[position]
    parser.position = position + 1
    return result + text[start:position]


def parse_array(parser):
    items = []
    parser.position += 1
    c = skip_blanks(parser)
    while c != "]":
        items.append(parse_value(parser))
        c = skip_blanks(parser)
        if c == ",":
            parser.position += 1
    parser.position += 1
    return Value(ARRAY, items, None)


def parse_object(parser):
    names = []
    items = []
    parser.position += 1
    c = skip_blanks(parser)
    while c != "}":
        names.append(parse_string(parser))
        skip_blanks(parser)
        parser.position += 1
        items.append(parse_value(parser))
        c = skip_blanks(parser)
        if c == ",":
            parser.position += 1
            c = skip_blanks(parser)
    parser.position += 1
    return Value(OBJECT, items, names)


def parse_value(parser):
    c = skip_blanks(parser)
    if c == "{":
        return parse_object(parser)
    if c == "[":
        return parse_array(parser)
    if c == '"':
        return Value(STRING, parse_string(parser), None)
    if c == "n":
        parser.position += 4
        return Value(NULL, 0, None)
    if c == "t":
        parser.position += 4
        return Value(TRUE, 0, None)
    if c == "f":
        parser.position += 5
        return Value(FALSE, 0, None)
    return Value(NUMBER, parse_number(parser), None)


def print_string(pieces, string):
    pieces.append('"')
    start = 0
    for i in range(len(string)):
        c = string[i]
        if c == '"' or c == "\\":
            pieces.append(string[start:i])
            pieces.append("\\")
            start = i
    pieces.append(string[start:])
    pieces.append('"')


def print_items(pieces, value, opening, closing):
    items = value.content
    pieces.append(opening)
    for i in range(len(items)):
        if i > 0:
            pieces.append(",")
        if value.kind == OBJECT:
            print_string(pieces, value.names[i])
            pieces.append(":")
        print_value(pieces, items[i])
    pieces.append(closing)


def print_value(pieces, value):
    kind = value.kind
    if kind == OBJECT:
        print_items(pieces, value, "{", "}")
    elif kind == ARRAY:
        print_items(pieces, value, "[", "]")
    elif kind == STRING:
        print_string(pieces, value.content)
    elif kind == NULL:
        pieces.append("null")
    elif kind == TRUE:
        pieces.append("true")
    elif kind == FALSE:
        pieces.append("false")
    else:
        pieces.append(str(value.content))


FORM = (
    '{"id": -$$$$$, "name": "@@@@@@@@ \\"@@@@@\\"", "open": true,\n'
    '\t"marks": [$$, $$$, $$$$], "place": {"path": "@@\\\\@@@@", "next": null},\n'
    '\t"empty": [], "closed": false}'
)


class Random:
    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = self.state * 17364 % 65537
        return self.state


# One record, with letters and digits drawn; no number begins with 0.
def make_record(random):
    characters = []
    for c in FORM:
        if c == "@" or c == "$":
            drawn = random.next() % 8
            c = "pqrstuvw"[drawn] if c == "@" else "12345678"[drawn]
        characters.append(c)
    return "".join(characters)


# An array of n records, ten different ones time and again; n is a multiple of ten.
def make_document(n, seed):
    random = Random(seed % 65536 + 1)
    records = []
    for i in range(10):
        records.append(make_record(random))
    for i in range(10, n):
        records.append(records[i - 10])
    return "[" + ",\n".join(records) + "]"


def run(n, seed):
    tree = parse_value(Parser(make_document(n, seed), 0))
    pieces = []
    print_value(pieces, tree)
    text = "".join(pieces)
    total = len(tree.content) + len(text)
    for i in range(0, len(text), 7):
        total = (total * 3 + ord(text[i])) % 1000003
    return total
