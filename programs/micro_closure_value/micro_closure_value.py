# Makes n closures over two parameters each, and calls each once.
#@ work = 0


def make_scaler(scale, offset):
    def scaler(value):
        #@ global work
        #@ work += 1
        return (value * scale + offset) % 10007

    return scaler


def run(n, seed):
    offset = seed % 1000
    total = 0
    for i in range(n):
        scaler = make_scaler(i % 7 + 1, offset)
        total = scaler(total)
    return total
