// Makes n objects of three classes, of which each extends the one before, and ten times calls a
// method of each that two of them override and extend, and one that all inherit.
//@ var work = 0;

var ROUNDS = 10;

function Account(owner, balance) {
  //@ work += 1;
  this.owner = owner;
  this.balance = balance;
}

Account.prototype.advance = function (day) {
  //@ work += 1;
  this.balance = (this.balance + day) % 10007;
};

Account.prototype.report = function () {
  //@ work += 1;
  return this.owner + this.balance;
};

function Savings(owner, balance, rate) {
  Account.call(this, owner, balance);
  //@ work += 1;
  this.rate = rate;
}

Savings.prototype = Object.create(Account.prototype);

Savings.prototype.advance = function (day) {
  Account.prototype.advance.call(this, day);
  //@ work += 1;
  this.balance = (this.balance * this.rate) % 10007;
};

function Bonus(owner, balance, rate, limit) {
  Savings.call(this, owner, balance, rate);
  //@ work += 1;
  this.limit = limit;
  this.bonuses = 0;
}

Bonus.prototype = Object.create(Savings.prototype);

Bonus.prototype.advance = function (day) {
  Savings.prototype.advance.call(this, day);
  //@ work += 1;
  if (this.balance < this.limit) {
    this.bonuses += 1;
    this.balance += this.bonuses;
  }
};

function makeAccount(random, owner) {
  var balance = random % 10007;
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
  var random = seed % 65536 + 1;
  var accounts = [];
  for (var i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    accounts.push(makeAccount(random, i));
  }
  var total = 0;
  for (var day = 0; day < ROUNDS; day++) {
    for (var i = 0; i < n; i++) {
      var account = accounts[i];
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
