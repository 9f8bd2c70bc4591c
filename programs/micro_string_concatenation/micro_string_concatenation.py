# Appends a letter to a text n times; at every 500 letters it reads one of them and begins anew.
#@ work = 0

LENGTH = 500


def run(n, seed):
    #@ global work
    letter = "abcdefghijklmnopqrstuvwxyz"[seed % 26]
    text = ""
    total = seed % 1000
    for _ in range(n):
        #@ work += 1
        text += letter
        if len(text) == LENGTH:
            total = (total * 31 + ord(text[LENGTH // 2])) % 10007
            text = ""
    return total + len(text)
