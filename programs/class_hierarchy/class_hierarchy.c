// Makes n objects of three classes, of which each extends the one before, and ten times calls a
// method of each that two of them override and extend, and one that all inherit.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { ROUNDS = 10 };

struct account;

// The methods of a class, shared by its objects.
struct methods {
  void (*advance)(struct account *self, int32_t day);
  int32_t (*report)(const struct account *self);
};

struct account {
  const struct methods *methods;
  int32_t owner;
  int32_t balance;
};

struct savings {
  struct account account;
  int32_t rate;
};

struct bonus {
  struct savings savings;
  int32_t limit;
  int32_t bonuses;
};

static void account_advance(struct account *self, int32_t day) {
  //@ work += 1;
  self->balance = (self->balance + day) % 10007;
}

static int32_t account_report(const struct account *self) {
  //@ work += 1;
  return self->owner + self->balance;
}

static const struct methods account_methods = {account_advance, account_report};

static void init_account(struct account *self, int32_t owner, int32_t balance) {
  //@ work += 1;
  self->methods = &account_methods;
  self->owner = owner;
  self->balance = balance;
}

static void savings_advance(struct account *account, int32_t day) {
  struct savings *self = (struct savings *)account;
  account_advance(account, day);
  //@ work += 1;
  account->balance = account->balance * self->rate % 10007;
}

static const struct methods savings_methods = {savings_advance, account_report};

static void init_savings(struct savings *self, int32_t owner, int32_t balance, int32_t rate) {
  init_account(&self->account, owner, balance);
  //@ work += 1;
  self->account.methods = &savings_methods;
  self->rate = rate;
}

static void bonus_advance(struct account *account, int32_t day) {
  struct bonus *self = (struct bonus *)account;
  savings_advance(account, day);
  //@ work += 1;
  if (account->balance < self->limit) {
    self->bonuses += 1;
    account->balance += self->bonuses;
  }
}

static const struct methods bonus_methods = {bonus_advance, account_report};

static void init_bonus(struct bonus *self, int32_t owner, int32_t balance, int32_t rate,
                       int32_t limit) {
  init_savings(&self->savings, owner, balance, rate);
  //@ work += 1;
  self->savings.account.methods = &bonus_methods;
  self->limit = limit;
  self->bonuses = 0;
}

static struct account *make_account(int32_t random, int32_t owner) {
  int32_t balance = random % 10007;
  struct account *account = malloc(owner % 3 == 0   ? sizeof(struct account)
                                   : owner % 3 == 1 ? sizeof(struct savings)
                                                    : sizeof(struct bonus));
  switch (owner % 3) {
  case 0:
    init_account(account, owner, balance);
    break;
  case 1:
    init_savings((struct savings *)account, owner, balance, 1 + random % 7);
    break;
  default:
    init_bonus((struct bonus *)account, owner, balance, 1 + random % 7, 3000);
  }
  return account;
}

double run(int64_t n, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  struct account **accounts = malloc((size_t)n * sizeof *accounts);
  for (int64_t i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    accounts[i] = make_account(random, (int32_t)i);
  }
  int64_t total = 0;
  for (int32_t day = 0; day < ROUNDS; day++)
    for (int64_t i = 0; i < n; i++) {
      struct account *account = accounts[i];
      account->methods->advance(account, day);
      total = (total * 3 + account->methods->report(account)) % 1000003;
    }
  for (int64_t i = 0; i < n; i++)
    free(accounts[i]);
  free(accounts);
  return (double)total;
}
