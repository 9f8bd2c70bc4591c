# All permutations of n numbers in turn; of each, how often its beginning can be reversed, as many
# elements as the first one says, until that is 0. The seed rotates the permutation to begin with.
#@ work = 0


def flips(n, permutation, scratch):
    #@ global work
    for i in range(n):
        scratch[i] = permutation[i]
    count = 0
    first = scratch[0]
    while first != 0:
        low = 0
        high = first
        while low < high:
            #@ work += 1
            kept = scratch[low]
            scratch[low] = scratch[high]
            scratch[high] = kept
            low += 1
            high -= 1
        count += 1
        first = scratch[0]
    return count


def run(n, seed):
    offset = seed % 1000
    permutation = []
    scratch = []
    turns = []
    for i in range(n):
        permutation.append((i + offset) % n)
        scratch.append(0)
        turns.append(0)
    value = 0
    length = 1
    while length < n:
        if length == 1:
            value = (value * 31 + flips(n, permutation, scratch)) % 65521
        first = permutation[0]
        for i in range(length):
            permutation[i] = permutation[i + 1]
        permutation[length] = first
        turns[length] += 1
        if turns[length] <= length:
            length = 1
        else:
            turns[length] = 0
            length += 1
    return value
