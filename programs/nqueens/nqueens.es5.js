// Queens on a board of n by n squares, none attacking another: all solutions by backtracking, with
// arrays that say which columns and diagonals are taken. The seed says which column is tried first.
//@ var work = 0;

function place(board, row) {
  var n = board.size;
  if (row === n) {
    board.hash = (board.hash * 31 + board.queens[0] * n + board.queens[n - 1]) % 65521;
    return;
  }
  for (var i = 0; i < n; i++) {
    //@ work += 1;
    var column = (i + board.first) % n;
    var up = row + column;
    var down = row - column + n;
    if (!board.columns[column] && !board.rising[up] && !board.falling[down]) {
      board.columns[column] = true;
      board.rising[up] = true;
      board.falling[down] = true;
      board.queens[row] = column;
      place(board, row + 1);
      board.columns[column] = false;
      board.rising[up] = false;
      board.falling[down] = false;
    }
  }
}

function makeFlags(count) {
  var flags = [];
  for (var i = 0; i < count; i++) {
    flags[i] = false;
  }
  return flags;
}

function run(n, seed) {
  var board = {
    size: n,
    first: seed % 1000,
    queens: [],
    columns: makeFlags(n),
    rising: makeFlags(2 * n),
    falling: makeFlags(2 * n),
    hash: 0,
  };
  for (var i = 0; i < n; i++) {
    board.queens[i] = 0;
  }
  place(board, 0);
  return board.hash;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
