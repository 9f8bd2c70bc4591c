-- Makes n objects of three classes, of which each extends the one before, and ten times calls a
-- method of each that two of them override and extend, and one that all inherit.
--@ local work = 0

local ROUNDS = 10

local Account = {}
Account.__index = Account

local function init_account(self, owner, balance)
  --@ work = work + 1
  self.owner = owner
  self.balance = balance
  return self
end

function Account.new(owner, balance)
  return init_account(setmetatable({}, Account), owner, balance)
end

function Account:advance(day)
  --@ work = work + 1
  self.balance = (self.balance + day) % 10007
end

function Account:report()
  --@ work = work + 1
  return self.owner + self.balance
end

local Savings = setmetatable({}, Account)
Savings.__index = Savings

local function init_savings(self, owner, balance, rate)
  init_account(self, owner, balance)
  --@ work = work + 1
  self.rate = rate
  return self
end

function Savings.new(owner, balance, rate)
  return init_savings(setmetatable({}, Savings), owner, balance, rate)
end

function Savings:advance(day)
  Account.advance(self, day)
  --@ work = work + 1
  self.balance = (self.balance * self.rate) % 10007
end

local Bonus = setmetatable({}, Savings)
Bonus.__index = Bonus

local function init_bonus(self, owner, balance, rate, limit)
  init_savings(self, owner, balance, rate)
  --@ work = work + 1
  self.limit = limit
  self.bonuses = 0
  return self
end

function Bonus.new(owner, balance, rate, limit)
  return init_bonus(setmetatable({}, Bonus), owner, balance, rate, limit)
end

function Bonus:advance(day)
  Savings.advance(self, day)
  --@ work = work + 1
  if self.balance < self.limit then
    self.bonuses = self.bonuses + 1
    self.balance = self.balance + self.bonuses
  end
end

local function make_account(random, owner)
  local balance = random % 10007
  local kind = owner % 3
  if kind == 0 then
    return Account.new(owner, balance)
  elseif kind == 1 then
    return Savings.new(owner, balance, 1 + random % 7)
  end
  return Bonus.new(owner, balance, 1 + random % 7, 3000)
end

local function run(n, seed)
  local random = seed % 65536 + 1
  local accounts = {}
  for i = 1, n do
    random = random * 17364 % 65537
    accounts[i] = make_account(random, i - 1)
  end
  local total = 0
  for day = 0, ROUNDS - 1 do
    for i = 1, n do
      local account = accounts[i]
      account:advance(day)
      total = (total * 3 + account:report()) % 1000003
    end
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
