# Builds lines by appending eight numbers as text, each with a comma, and joins the lines to one
# text. Adds up the text's length and every 61st of its characters.
#@ work = 0


def run(n, seed):
    #@ global work
    random = seed % 65536 + 1
    lines = []
    for _ in range(n):
        line = ""
        for _ in range(8):
            random = random * 17364 % 65537
            line += str(random) + ","
            #@ work += 1
        lines.append(line)
    text = "\n".join(lines)
    total = len(text)
    for i in range(0, len(text), 61):
        total += ord(text[i])
    return total
