# The function that the host calls with a record.
#@ work = 0


def take(value):
    #@ global work
    #@ work += 1
    number = value["id"] + value["price"] + value["count"]
    return number + (1 if value["active"] else 0) + len(value["name"])
