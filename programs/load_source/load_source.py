# A source of any length: the lines between the marks are repeated, with a number in each copy.
#@ work = 0


#@[
def unit_000000(value, limit):
    total = value
    for i in range(limit):
        if total % 2 == 0:
            total = total / 2 + i
        else:
            total = total * 3 + 1
    return {"name": "unit 000000", "total": total}


#@]
def run(n, seed):
    #@ global work
    #@ work += 1
    return seed % 1000 + n % 1000
