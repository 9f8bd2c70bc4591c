// Queens on a board of n by n squares, none attacking another: all solutions by backtracking, with
// arrays that say which columns and diagonals are taken. The seed says which column is tried first.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

//@ double work;

struct board {
  int64_t size;
  int64_t first;
  int64_t *queens;
  bool *columns;
  bool *rising;
  bool *falling;
  int64_t hash;
};

double run(int64_t n, uint32_t seed);

static void place(struct board *board, int64_t row) {
  int64_t n = board->size;
  if (row == n) {
    board->hash = (board->hash * 31 + board->queens[0] * n + board->queens[n - 1]) % 65521;
    return;
  }
  for (int64_t i = 0; i < n; i++) {
    //@ work += 1;
    int64_t column = (i + board->first) % n;
    int64_t up = row + column;
    int64_t down = row - column + n;
    if (!board->columns[column] && !board->rising[up] && !board->falling[down]) {
      board->columns[column] = true;
      board->rising[up] = true;
      board->falling[down] = true;
      board->queens[row] = column;
      place(board, row + 1);
      board->columns[column] = false;
      board->rising[up] = false;
      board->falling[down] = false;
    }
  }
}

static bool *make_flags(int64_t count) {
  bool *flags = malloc((size_t)count * sizeof *flags);
  for (int64_t i = 0; i < count; i++) {
    flags[i] = false;
  }
  return flags;
}

double run(int64_t n, uint32_t seed) {
  struct board board = {
      .size = n,
      .first = seed % 1000,
      .queens = malloc((size_t)n * sizeof *board.queens),
      .columns = make_flags(n),
      .rising = make_flags(2 * n),
      .falling = make_flags(2 * n),
      .hash = 0,
  };
  for (int64_t i = 0; i < n; i++) {
    board.queens[i] = 0;
  }
  place(&board, 0);
  free(board.falling);
  free(board.rising);
  free(board.columns);
  free(board.queens);
  return (double)board.hash;
}
