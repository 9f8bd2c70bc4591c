# The script takes a record from its host, makes another and gives that to the host, in a loop.
#@ work = 0


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        row = host_row(start + i)
        total += host_take_row({
            "id": row["id"] + 1, "price": row["price"], "count": row["count"],
            "active": not row["active"], "name": row["name"],
        })
        total %= 65521
    return total
