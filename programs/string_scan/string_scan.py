# Splits a text into lines at its newlines, and scans each line for semicolons: copies each field
# between two and tests whether it is the one that is looked for. The text is 40 random lines, time
# and again.
#@ work = 0

BLOCK_LINES = 40
LINE_FIELDS = 6


# 40 lines of six fields, each of which has two to nine letters.
def make_block(seed):
    random = seed % 65536 + 1
    pieces = []
    for i in range(BLOCK_LINES):
        for j in range(LINE_FIELDS):
            letters = 2 + (i * LINE_FIELDS + j) % 8
            for _ in range(letters):
                random = random * 17364 % 65537
                pieces.append("abcd"[random % 4])
            pieces.append(";")
        pieces.append("\n")
    return "".join(pieces)


def scan(line, wanted):
    #@ global work
    total = 0
    start = 0
    semicolon = line.find(";", start)
    while semicolon >= 0:
        field = line[start:semicolon]
        total += 1000 if field == wanted else ord(field[0]) + len(field)
        start = semicolon + 1
        semicolon = line.find(";", start)
        #@ work += 1
    return total


def run(n, seed):
    text = make_block(seed) * (n // BLOCK_LINES)
    lines = text.split("\n")
    total = 0
    for line in lines:
        total = (total + scan(line, "ab")) % 1000000007
    return total + len(lines)
