# Makes n / 10 names of letters and digits, adds to the values of the even ones in a hash map, n
# times in random order, looks n names up, of which half are there, and takes n / 20 out.
#@ work = 0

LETTERS = "abcdefghijklmnop"


def make_names(count, seed):
    random = seed % 65536 + 1
    names = []
    for i in range(count):
        name = ""
        for _ in range(6):
            random = random * 17364 % 65537
            name += LETTERS[random % 16]
        names.append(name + str(i))
    return names


def run(n, seed):
    #@ global work
    names = make_names(n // 10, seed)
    half = len(names) // 2
    random = seed % 65536 + 1
    map = {}
    size = 0
    for i in range(n):
        random = random * 17364 % 65537
        name = names[random % half * 2]
        value = map.get(name)
        if value is None:
            map[name] = i % 100
            size += 1
        else:
            map[name] = value + i % 100
        #@ work += 1
    total = 0
    for _ in range(n):
        random = random * 17364 % 65537
        value = map.get(names[random % len(names)])
        if value is not None:
            total = (total * 3 + value) % 1000003
        #@ work += 1
    for _ in range(half):
        random = random * 17364 % 65537
        if map.pop(names[random % len(names)], None) is not None:
            size -= 1
        #@ work += 1
    #@ for name in names:
    #@     total = (total * 3 + map.get(name, -1) + 1) % 1000003
    #@     for letter in name:
    #@         total = (total * 3 + ord(letter)) % 1000003
    return total + size
