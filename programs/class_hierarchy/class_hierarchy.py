# Makes n objects of three classes, of which each extends the one before, and ten times calls a
# method of each that two of them override and extend, and one that all inherit.
#@ work = 0

ROUNDS = 10


class Account:
    def __init__(self, owner, balance):
        #@ global work
        #@ work += 1
        self.owner = owner
        self.balance = balance

    def advance(self, day):
        #@ global work
        #@ work += 1
        self.balance = (self.balance + day) % 10007

    def report(self):
        #@ global work
        #@ work += 1
        return self.owner + self.balance


class Savings(Account):
    def __init__(self, owner, balance, rate):
        #@ global work
        super().__init__(owner, balance)
        #@ work += 1
        self.rate = rate

    def advance(self, day):
        #@ global work
        super().advance(day)
        #@ work += 1
        self.balance = (self.balance * self.rate) % 10007


class Bonus(Savings):
    def __init__(self, owner, balance, rate, limit):
        #@ global work
        super().__init__(owner, balance, rate)
        #@ work += 1
        self.limit = limit
        self.bonuses = 0

    def advance(self, day):
        #@ global work
        super().advance(day)
        #@ work += 1
        if self.balance < self.limit:
            self.bonuses += 1
            self.balance += self.bonuses


def make_account(random, owner):
    balance = random % 10007
    kind = owner % 3
    if kind == 0:
        return Account(owner, balance)
    if kind == 1:
        return Savings(owner, balance, 1 + random % 7)
    return Bonus(owner, balance, 1 + random % 7, 3000)


def run(n, seed):
    random = seed % 65536 + 1
    accounts = []
    for i in range(n):
        random = random * 17364 % 65537
        accounts.append(make_account(random, i))
    total = 0
    for day in range(ROUNDS):
        for account in accounts:
            account.advance(day)
            total = (total * 3 + account.report()) % 1000003
    return total
