# Queens on a board of n by n squares, none attacking another: all solutions by backtracking, with
# arrays that say which columns and diagonals are taken. The seed says which column is tried first.
#@ work = 0


class Board:
    __slots__ = ("size", "first", "queens", "columns", "rising", "falling", "hash")

    def __init__(self, size, first):
        self.size = size
        self.first = first
        self.queens = make_items(size, 0)
        self.columns = make_items(size, False)
        self.rising = make_items(2 * size, False)
        self.falling = make_items(2 * size, False)
        self.hash = 0


def place(board, row):
    #@ global work
    n = board.size
    if row == n:
        board.hash = (board.hash * 31 + board.queens[0] * n + board.queens[n - 1]) % 65521
        return
    for i in range(n):
        #@ work += 1
        column = (i + board.first) % n
        up = row + column
        down = row - column + n
        if not board.columns[column] and not board.rising[up] and not board.falling[down]:
            board.columns[column] = True
            board.rising[up] = True
            board.falling[down] = True
            board.queens[row] = column
            place(board, row + 1)
            board.columns[column] = False
            board.rising[up] = False
            board.falling[down] = False


def make_items(count, item):
    items = []
    for _ in range(count):
        items.append(item)
    return items


def run(n, seed):
    board = Board(n, seed % 1000)
    place(board, 0)
    return board.hash
