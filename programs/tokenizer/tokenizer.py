# Splits a generated program text into tokens, names, keywords, numbers, strings and punctuation,
# by looking at its characters one by one; blanks and comments are skipped.
#@ work = 0

BLOCK_LINES = 20

NAME = 0
KEYWORD = 1
NUMBER = 2
STRING = 3
PUNCTUATION = 4


class Token:
    __slots__ = ("kind", "text")

    def __init__(self, kind, text):
        self.kind = kind
        self.text = text


def is_letter(c):
    return "a" <= c <= "z" or c == "_"


def is_digit(c):
    return "0" <= c <= "9"


def is_keyword(word):
    return word == "if" or word == "while" or word == "return"


# Where the token or the skipped text that starts at `position` ends.
def end_of_word(text, position):
    while position < len(text) and (is_letter(text[position]) or is_digit(text[position])):
        position += 1
    return position


def end_of_number(text, position):
    while position < len(text) and is_digit(text[position]):
        position += 1
    return position


def end_at(text, position, last):
    while position < len(text) and text[position] != last:
        position += 1
    return position + 1


def tokenize(text):
    #@ global work
    tokens = []
    position = 0
    while position < len(text):
        c = text[position]
        start = position
        #@ work += 1
        if c == " " or c == "\n":
            position += 1
        elif is_letter(c):
            position = end_of_word(text, position)
            word = text[start:position]
            tokens.append(Token(KEYWORD if is_keyword(word) else NAME, word))
        elif is_digit(c):
            position = end_of_number(text, position)
            tokens.append(Token(NUMBER, text[start:position]))
        elif c == '"':
            position = end_at(text, position + 1, '"')
            tokens.append(Token(STRING, text[start:position]))
        elif c == "#":
            position = end_at(text, position, "\n")
        else:
            position += 1
            tokens.append(Token(PUNCTUATION, text[start:position]))
    return tokens


FORMS = [
    "if (@@@ < $$) { @@_@ = $$$; } # @@@@\n",
    'while (@@$ + @@@@@) @@$($, "@@@ @@");\n',
    "@@@_@@@ = @@ * (@@@@ - $$$$) / $; # $$\n",
    'return @@@@@ + "@@@@@@@";\n',
    "# @@@@ @@ @@@@@ $$$\n    @@@[$$] = @@$$;\n",
]


# 20 lines of five forms in turn, with letters and digits drawn.
def make_block(seed):
    random = seed % 65536 + 1
    pieces = []
    for i in range(BLOCK_LINES):
        for c in FORMS[i % 5]:
            if c == "@" or c == "$":
                random = random * 17364 % 65537
                c = "pqrstuvw"[random % 8] if c == "@" else "0123456789"[random % 10]
            pieces.append(c)
    return "".join(pieces)


def run(n, seed):
    text = make_block(seed) * (n // BLOCK_LINES)
    tokens = tokenize(text)
    total = 0
    for token in tokens:
        total = (total * 3 + token.kind + len(token.text) + ord(token.text[-1])) % 1000003
    return total
