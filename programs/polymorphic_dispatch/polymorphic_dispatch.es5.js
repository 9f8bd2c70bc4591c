// Calls two methods of n shapes ten times in turn. The shapes are of four kinds in random order,
// records of different members, each with its own functions in it.
//@ var work = 0;

var ROUNDS = 10;

function squareArea() {
  //@ work += 1;
  return this.side * this.side;
}

function squareGrow(by) {
  //@ work += 1;
  this.side = (this.side + by) % 1000;
}

function rectangleArea() {
  //@ work += 1;
  return this.width * this.height;
}

function rectangleGrow(by) {
  //@ work += 1;
  this.width = (this.width + by) % 1000;
}

function triangleArea() {
  //@ work += 1;
  return this.base * this.height + this.angle;
}

function triangleGrow(by) {
  //@ work += 1;
  this.height = (this.height + by) % 1000;
}

function frameArea() {
  //@ work += 1;
  return this.outer * this.margin + this.inner;
}

function frameGrow(by) {
  //@ work += 1;
  this.outer = (this.outer + by) % 1000;
}

function makeSquare(size) {
  return { area: squareArea, grow: squareGrow, side: size };
}

function makeRectangle(size) {
  return { area: rectangleArea, grow: rectangleGrow, width: size, height: size + 1 };
}

function makeTriangle(size) {
  return { area: triangleArea, grow: triangleGrow, base: size, height: size + 2, angle: 90 };
}

function makeFrame(size) {
  return { area: frameArea, grow: frameGrow, inner: size, outer: size + 3, margin: 4, colour: 7 };
}

function makeShape(random) {
  var size = random % 500;
  switch (random % 4) {
    case 0:
      return makeSquare(size);
    case 1:
      return makeRectangle(size);
    case 2:
      return makeTriangle(size);
    default:
      return makeFrame(size);
  }
}

function run(n, seed) {
  var random = seed % 65536 + 1;
  var shapes = [];
  for (var i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    shapes.push(makeShape(random));
  }
  var total = 0;
  for (var round = 0; round < ROUNDS; round++) {
    for (var i = 0; i < n; i++) {
      var shape = shapes[i];
      shape.grow(round);
      total = (total + shape.area()) % 1000000007;
    }
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
