# Levenshtein distance of two random strings of n letters out of four, by two rows of the table.
#@ work = 0


def make_string(n, random):
    letters = []
    for _ in range(n):
        random = random * 17364 % 65537
        letters.append("abcd"[random % 4])
    return "".join(letters)


def distance(left, right):
    #@ global work
    previous = list(range(len(right) + 1))
    current = [0] * (len(right) + 1)
    for i in range(len(left)):
        letter = left[i]
        current[0] = i + 1
        for j in range(len(right)):
            best = previous[j]
            if right[j] != letter:
                if previous[j + 1] < best:
                    best = previous[j + 1]
                if current[j] < best:
                    best = current[j]
                best += 1
            current[j + 1] = best
            #@ work += 1
        previous, current = current, previous
    return previous[len(right)]


def run(n, seed):
    return distance(make_string(n, seed % 65536 + 1), make_string(n, seed % 65521 + 7))
