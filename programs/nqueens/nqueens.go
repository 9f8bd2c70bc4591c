// Queens on a board of n by n squares, none attacking another: all solutions by backtracking, with
// arrays that say which columns and diagonals are taken. The seed says which column is tried first.
package program

//@ var Work int

type board struct {
	size    int
	first   int
	queens  []int
	columns []bool
	rising  []bool
	falling []bool
	hash    int
}

func (board *board) place(row int) {
	n := board.size
	if row == n {
		board.hash = (board.hash*31 + board.queens[0]*n + board.queens[n-1]) % 65521
		return
	}
	for i := 0; i < n; i++ {
		//@ Work++
		column := (i + board.first) % n
		up := row + column
		down := row - column + n
		if !board.columns[column] && !board.rising[up] && !board.falling[down] {
			board.columns[column] = true
			board.rising[up] = true
			board.falling[down] = true
			board.queens[row] = column
			board.place(row + 1)
			board.columns[column] = false
			board.rising[up] = false
			board.falling[down] = false
		}
	}
}

func Run(n, seed int) float64 {
	board := board{
		size:    n,
		first:   seed % 1000,
		queens:  make([]int, n),
		columns: make([]bool, n),
		rising:  make([]bool, 2*n),
		falling: make([]bool, 2*n),
	}
	board.place(0)
	return float64(board.hash)
}
