// Object literals made by one instruction, and those next to them that are not.
function keysOf(object) {
  return Object.keys(object).join();
}
for (let round = 0; round < 3; round++) {
  const order = [];
  const note = name => {
    order.push(name);
    return name;
  };
  const plain = { b: note('b'), a: note('a') };
  console.log(keysOf(plain), order.join(), plain.b, plain.a); // expect: b,a b,a b a
  // expect: b,a b,a b a
  // expect: b,a b,a b a
}
function pair(left, right) {
  return { left, right };
}
const pairs = [];
for (let i = 0; i < 200; i++) pairs.push(pair(i, 'x' + i));
pairs[7].extra = true;
delete pairs[8].left;
console.log(pairs.map(p => p.right).slice(-2).join()); // expect: x198,x199
console.log(keysOf(pairs[6]), keysOf(pairs[7]), keysOf(pairs[8])); // expect: left,right left,right,extra right
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(pair(1, 2), 'left')));
// expect: {"value":1,"writable":true,"enumerable":true,"configurable":true}

// The name of a variable that the literal replaces; values that evaluate other literals.
let chain = null;
for (let i = 0; i < 3; i++) chain = { value: i, next: chain };
console.log(JSON.stringify(chain)); // expect: {"value":2,"next":{"value":1,"next":{"value":0,"next":null}}}
let counter = 0;
const early = { first: counter, second: counter = 5, third: counter };
console.log(early.first, early.second, early.third); // expect: 0 5 5

// Names twice, indices, __proto__, accessors, methods with super, spread.
const parent = { hello() { return 'parent'; } };
const twice = { a: 1, b: 2, a: 3 };
console.log(keysOf(twice), twice.a); // expect: a,b 3
console.log(keysOf({ b: 1, 1: 2, a: 3, 0: 4 })); // expect: 0,1,b,a
console.log(keysOf({ '01': 1, '7': 2 })); // expect: 7,01
console.log({ __proto__: parent, own: 1 }.hello()); // expect: parent
console.log({ get a() { return 4; }, b: 1 }.a); // expect: 4
console.log({ __proto__: parent, hello() { return 'child of ' + super.hello(); } }.hello()); // expect: child of parent
console.log(keysOf({ a: 1, ...{ z: 1, a: 2 }, b: 2 })); // expect: a,z,b
console.log({ '': 1 }['']); // expect: 1

// A setter of Object.prototype does not see a definition.
Object.defineProperty(Object.prototype, 'right', { set() { throw new Error('called'); }, configurable: true });
console.log(pair(3, 4).right); // expect: 4
delete Object.prototype.right;

// As many as there can be, one more, and deep ones, whose values need registers.
console.log(keysOf({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, n: 1, o: 1, p: 1 }));
// expect: a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p
console.log(keysOf({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, n: 1, o: 1, p: 1, q: 1 }));
// expect: a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q
const deep = {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  {a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:
  null}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}};
let depth = 0;
for (let object = deep; object !== null; object = object.i) depth += object.a;
console.log(depth); // expect: 32
