# Quicksort with a comparator that is passed in, on pseudo-random numbers. The seed shifts all
# numbers and says by its parity which of two comparators it is; the order of the numbers is always
# the same.
#@ work = 0


def ascending(a, b):
    #@ global work
    #@ work += 1
    return a - b


def descending(a, b):
    #@ global work
    #@ work += 1
    return b - a


def sort(values, first, last, compare):
    low = first
    high = last
    pivot = values[(first + last) // 2]
    while low <= high:
        while compare(values[low], pivot) < 0:
            low += 1
        while compare(pivot, values[high]) < 0:
            high -= 1
        if low <= high:
            kept = values[low]
            values[low] = values[high]
            values[high] = kept
            low += 1
            high -= 1
    if first < high:
        sort(values, first, high, compare)
    if low < last:
        sort(values, low, last, compare)


def run(n, seed):
    offset = seed % 1000
    values = []
    number = 42
    for _ in range(n):
        number = (number * 3877 + 29573) % 139968
        values.append(number + offset)
    sort(values, 0, n - 1, ascending if seed % 2 == 0 else descending)
    value = 0
    for i in range(n):
        value = (value * 31 + values[i]) % 65521
    return value
