# Counts how often each word occurs in a text of n random words, common ones more often, in a
# dictionary by the word, and adds up the counts in the order in which the words first came.
#@ work = 0

VOCABULARY = 500
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Random:
    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = self.state * 17364 % 65537
        return self.state


# 500 words of three to nine random letters.
def make_vocabulary(random):
    vocabulary = []
    for i in range(VOCABULARY):
        letters = 3 + i % 7
        word = ""
        for _ in range(letters):
            word += ALPHABET[random.next() % 26]
        vocabulary.append(word)
    return vocabulary


# n words of the vocabulary with blanks between them; the earlier a word, the more often it comes.
def make_text(n, seed):
    random = Random(seed % 65536 + 1)
    vocabulary = make_vocabulary(random)
    words = []
    for _ in range(n):
        bound = 1 + random.next() % VOCABULARY
        words.append(vocabulary[random.next() % bound])
    return " ".join(words)


def run(n, seed):
    #@ global work
    words = make_text(n, seed).split(" ")
    distinct = []
    counts = {}
    for word in words:
        count = counts.get(word)
        if count is not None:
            counts[word] = count + 1
        else:
            counts[word] = 1
            distinct.append(word)
        #@ work += 1
    total = len(distinct)
    for word in distinct:
        #@ for letter in word:
        #@     total = (total * 3 + ord(letter)) % 1000003
        total = (total * 3 + counts[word]) % 1000003
    return total
