// Makes n objects of three classes, of which each extends the one before, and ten times calls a
// method of each that two of them override and extend, and one that all inherit.
package program

//@ var Work int

const rounds = 10

type account interface {
	advance(day int)
	report() int
}

type plain struct {
	owner, balance int
}

type savings struct {
	plain
	rate int
}

type bonus struct {
	savings
	limit, bonuses int
}

func (plain *plain) init(owner, balance int) {
	//@ Work++
	plain.owner = owner
	plain.balance = balance
}

func (plain *plain) advance(day int) {
	//@ Work++
	plain.balance = (plain.balance + day) % 10007
}

func (plain *plain) report() int {
	//@ Work++
	return plain.owner + plain.balance
}

func (savings *savings) init(owner, balance, rate int) {
	savings.plain.init(owner, balance)
	//@ Work++
	savings.rate = rate
}

func (savings *savings) advance(day int) {
	savings.plain.advance(day)
	//@ Work++
	savings.balance = savings.balance * savings.rate % 10007
}

func (bonus *bonus) init(owner, balance, rate, limit int) {
	bonus.savings.init(owner, balance, rate)
	//@ Work++
	bonus.limit = limit
	bonus.bonuses = 0
}

func (bonus *bonus) advance(day int) {
	bonus.savings.advance(day)
	//@ Work++
	if bonus.balance < bonus.limit {
		bonus.bonuses++
		bonus.balance += bonus.bonuses
	}
}

func makeAccount(random, owner int) account {
	balance := random % 10007
	switch owner % 3 {
	case 0:
		made := new(plain)
		made.init(owner, balance)
		return made
	case 1:
		made := new(savings)
		made.init(owner, balance, 1+random%7)
		return made
	default:
		made := new(bonus)
		made.init(owner, balance, 1+random%7, 3000)
		return made
	}
}

func Run(n, seed int) float64 {
	random := seed%65536 + 1
	accounts := make([]account, n)
	for i := range accounts {
		random = random * 17364 % 65537
		accounts[i] = makeAccount(random, i)
	}
	total := 0
	for day := 0; day < rounds; day++ {
		for _, account := range accounts {
			account.advance(day)
			total = (total*3 + account.report()) % 1000003
		}
	}
	return float64(total)
}
