// Captured variables: copied when nothing can change them, shared when something does.
const makers = [];
for (let i = 0; i < 3; i++) makers.push(() => i);
console.log(makers.map(f => f()).join()); // expect: 0,1,2
const bumped = [];
for (let i = 0; i < 3; i++) {
  bumped.push(() => i++);
  i += 0;
}
console.log(bumped.map(f => f()).join()); // expect: 0,1,2
console.log(bumped.map(f => f()).join()); // expect: 1,2,3
function counter() {
  let n = 0;
  return { up() { return ++n; }, get2: () => n };
}
const first = counter(), second = counter();
first.up();
first.up();
second.up();
console.log(first.get2(), second.get2()); // expect: 2 1
function mutual(n) {
  function even(k) {
    return k === 0 ? true : odd(k - 1);
  }
  function odd(k) {
    return k === 0 ? false : even(k - 1);
  }
  return even(n);
}
console.log(mutual(10), mutual(7)); // expect: true false
function late() {
  const read = () => value;
  const value = 12;
  return read();
}
console.log(late()); // expect: 12
function early() {
  const read = () => value;
  try {
    read();
  } catch (error) {
    console.log(error.message); // expect: Cannot access 'value' before initialization
  }
  const value = 1;
  return value;
}
early();
function deep(a) {
  return function () {
    return function () {
      return () => a + this.b;
    };
  };
}
console.log(deep(1)().call ? "has call" : "", deep(2)()().toString === undefined); // expect: has call false
const object = {
  b: 5,
  method() {
    return [1, 2].map(x => x * this.b).join();
  },
};
console.log(object.method()); // expect: 5,10
const self = function me(n) {
  return n > 0 ? me(n - 1) + 1 : 0;
};
console.log(self(5)); // expect: 5
function parameter(p) {
  const before = () => p;
  p = p + 1;
  return before();
}
console.log(parameter(1)); // expect: 2
function block() {
  const results = [];
  {
    function inner() {
      return other() + 1;
    }
    function other() {
      return 1;
    }
    results.push(inner());
  }
  return results.join();
}
console.log(block()); // expect: 2
function loops() {
  const all = [];
  let k = 0;
  while (k < 3) {
    const copy = k;
    let changing = k;
    all.push(() => copy * 10 + changing);
    changing++;
    k++;
  }
  return all.map(f => f()).join();
}
console.log(loops()); // expect: 1,12,23
