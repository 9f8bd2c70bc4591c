// Makes n objects of three classes, of which each extends the one before, and ten times calls a
// method of each that two of them override and extend, and one that all inherit.
//@ let work = 0;

const ROUNDS = 10;

class Account {
  constructor(owner, balance) {
    //@ work += 1;
    this.owner = owner;
    this.balance = balance;
  }

  advance(day) {
    //@ work += 1;
    this.balance = (this.balance + day) % 10007;
  }

  report() {
    //@ work += 1;
    return this.owner + this.balance;
  }
}

class Savings extends Account {
  constructor(owner, balance, rate) {
    super(owner, balance);
    //@ work += 1;
    this.rate = rate;
  }

  advance(day) {
    super.advance(day);
    //@ work += 1;
    this.balance = (this.balance * this.rate) % 10007;
  }
}

class Bonus extends Savings {
  constructor(owner, balance, rate, limit) {
    super(owner, balance, rate);
    //@ work += 1;
    this.limit = limit;
    this.bonuses = 0;
  }

  advance(day) {
    super.advance(day);
    //@ work += 1;
    if (this.balance < this.limit) {
      this.bonuses += 1;
      this.balance += this.bonuses;
    }
  }
}

function makeAccount(random, owner) {
  const balance = random % 10007;
  switch (owner % 3) {
    case 0:
      return new Account(owner, balance);
    case 1:
      return new Savings(owner, balance, 1 + random % 7);
    default:
      return new Bonus(owner, balance, 1 + random % 7, 3000);
  }
}

function run(n, seed) {
  let random = seed % 65536 + 1;
  const accounts = [];
  for (let i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    accounts.push(makeAccount(random, i));
  }
  let total = 0;
  for (let day = 0; day < ROUNDS; day++) {
    for (let i = 0; i < n; i++) {
      const account = accounts[i];
      account.advance(day);
      total = (total * 3 + account.report()) % 1000003;
    }
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
