# A condition of a rule: does the message, as its node sees it, meet it? One call a condition.
#@ work = 0


def take(row):
    #@ global work
    #@ work += 1
    limit = row["id"] % 3 * 50 + 50
    affordable = row["price"] < limit
    stocked = row["count"] > 10
    return 1 if affordable and stocked and (row["active"] or len(row["name"]) > 20) else 0
