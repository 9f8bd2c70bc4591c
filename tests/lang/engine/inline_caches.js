// What an instruction remembers of shapes and prototypes never outlives its truth.

// --- more shapes than a cache has cases
function read(object) { return object.value; }
function write(object, value) { object.value = value; }
const kinds = [];
for (let i = 0; i < 9; i++) {
  const object = {};
  for (let j = 0; j < i; j++) object['p' + j] = j;
  object.value = i * 10;
  kinds.push(object);
}
let total = 0;
for (let round = 0; round < 3; round++)
  for (const object of kinds) total += read(object);
console.log(total); // expect: 1080
for (const object of kinds) write(object, 1);
console.log(kinds.map(read).join('')); // expect: 111111111

// --- own, inherited, accessor and missing through one instruction
const base = { value: 'base' };
function read(object) { return object.value; }
const receivers = [
  { value: 'own' }, Object.create(base), { get value() { return 'getter'; } }, {}, 'text', 5,
  Object.create(Object.create(base)),
];
const seen = () => receivers.map(read).join();
console.log(seen()); // expect: own,base,getter,,,,base
console.log(seen()); // expect: own,base,getter,,,,base
base.value = 'changed';
console.log(seen()); // expect: own,changed,getter,,,,changed
Object.defineProperty(base, 'value', { get() { return 'late getter'; } });
console.log(seen()); // expect: own,late getter,getter,,,,late getter

// --- a method far up the chain is hidden by one in between
class A { name() { return 'A'; } }
class B extends A {}
class C extends B {}
class D extends C {}
const d = new D(), b = new B();
function name(object) { return object.name(); }
console.log(name(d), name(b), name(d)); // expect: A A A
C.prototype.name = function () { return 'C'; };
console.log(name(d), name(b)); // expect: C A
delete C.prototype.name;
console.log(name(d)); // expect: A
Object.setPrototypeOf(C.prototype, { name() { return 'other'; } });
console.log(name(d), name(b)); // expect: other A

// --- a setter that appears on a prototype is called by a store that added before
class Point { constructor(x) { this.x = x; } }
class Point3 extends Point { constructor(x, z) { super(x); this.z = z; } }
console.log(JSON.stringify([new Point3(1, 2), new Point3(3, 4)])); // expect: [{"x":1,"z":2},{"x":3,"z":4}]
Object.defineProperty(Point.prototype, 'z', { set(value) { this.hidden = value; } });
console.log(JSON.stringify(new Point3(5, 6))); // expect: {"x":5,"hidden":6}

// --- a property that a prototype makes read-only is no longer added
class Lock { constructor() { this.open = 1; } }
console.log(new Lock().open, new Lock().open); // expect: 1 1
Object.defineProperty(Lock.prototype, 'open', { value: 0, writable: false });
try {
  new Lock();
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}

// --- a setter that defines the property itself is called each time
let calls = 0;
const defining = { set made(value) { calls++; Object.defineProperty(this, 'made', { value, writable: true, enumerable: true, configurable: true }); } };
for (let i = 0; i < 4; i++) Object.create(defining).made = i;
console.log(calls); // expect: 4

// --- super is looked up in the prototype that the home object has now
class Loud { say() { return 'loud'; } }
class Soft extends Loud { say() { return super.say() + '!'; } get kind() { return super.kind; } }
const soft = new Soft();
console.log(soft.say(), soft.say(), soft.kind); // expect: loud! loud! undefined
Loud.prototype.say = () => 'LOUD';
console.log(soft.say()); // expect: LOUD!
Object.setPrototypeOf(Soft.prototype, { say() { return 'quiet'; }, get kind() { return this === soft; } });
console.log(soft.say(), soft.kind); // expect: quiet! true
Object.setPrototypeOf(Soft.prototype, null);
try {
  soft.say();
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}

// --- super in an object literal whose prototype changes
const literal = { greet() { return super.greet ? super.greet() : 'none'; } };
console.log(literal.greet()); // expect: none
Object.setPrototypeOf(literal, { greet() { return 'one'; } });
console.log(literal.greet(), literal.greet()); // expect: one one
Object.setPrototypeOf(literal, { greet() { return 'two'; } });
console.log(literal.greet()); // expect: two

// --- constructors whose prototype is replaced
function Maker() { this.made = true; }
const make = () => new Maker();
const before = make();
make();
Maker.prototype = { tag: 'new' };
console.log(before.tag, make().tag, make() instanceof Maker, before instanceof Maker); // expect: undefined new true false
Maker.prototype = 5;
console.log(Object.getPrototypeOf(make()) === Object.prototype); // expect: true

// --- closures of one function construct with prototypes of their own
function define(label) {
  function Kind() { this.label = label; }
  Kind.prototype.describe = function () { return label + this.label; };
  return Kind;
}
const kindsMade = ['x', 'y', 'z'].map(define);
console.log(kindsMade.map((Kind) => new Kind().describe()).join()); // expect: xx,yy,zz
console.log(kindsMade.map((Kind) => Object.getPrototypeOf(new Kind()) === Kind.prototype).join()); // expect: true,true,true

// --- objects that outgrow what their constructor made room for
class Growing { constructor(count) { for (let i = 0; i < count; i++) this['f' + i] = i; } }
const grown = [1, 30, 2, 5, 0, 12].map((count) => new Growing(count));
console.log(grown.map((object) => Object.keys(object).length + ':' + Object.values(object).reduce((a, b) => a + b, 0)).join()); // expect: 1:0,30:435,2:1,5:10,0:0,12:66

// --- the methods of strings when their prototype changes
const cut = (text) => text.slice(1);
console.log(cut('abc'), cut('xyz')); // expect: bc yz
const slice = String.prototype.slice;
String.prototype.slice = function () { return 'mine'; };
console.log(cut('abc')); // expect: mine
String.prototype.slice = slice;
console.log(cut('abc')); // expect: bc

// --- the length of typed arrays when a getter hides it
const total3 = (array) => { let sum = 0; for (let i = 0; i < array.length; i++) sum += array[i]; return sum; };
const bytes = new Uint8Array([1, 2, 3]);
console.log(total3(bytes), total3(bytes)); // expect: 6 6
Object.defineProperty(Uint8Array.prototype, 'length', { get() { return 2; }, configurable: true });
console.log(total3(bytes)); // expect: 3
delete Uint8Array.prototype.length;
console.log(total3(bytes)); // expect: 6
