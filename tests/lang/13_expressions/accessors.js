// --- getters and setters run at each access, with the receiver as this
const circle = {
  radius: 2,
  get area() {
    return this.radius * this.radius * 3;
  },
  set area(value) {
    this.radius = value;
  },
};
console.log(circle.area); // expect: 12
circle.area = 5;
console.log(circle.radius, circle.area); // expect: 5 75
circle.area += 1;
console.log(circle.radius); // expect: 76
console.log(circle.area++, circle.radius); // expect: 17328 17329
// --- in a loop, where an inline cache would remember
let calls = 0;
const counted = { get n() { return ++calls; } };
for (let i = 0; i < 5; i++) counted.n;
console.log(calls); // expect: 5
// --- one half alone
const half = { get a() { return 1; }, set b(value) { this.seen = value; } };
half.b = 3;
console.log(half.b, half.seen); // expect: undefined 3
try {
  half.a = 2;
} catch (error) {
  console.log(error instanceof TypeError, half.a); // expect: true 1
}
// --- later definitions of the same name replace earlier ones
const both = { get x() { return 1; }, x: 2 };
console.log(both.x); // expect: 2
const again = { x: 2, get x() { return 3; } };
console.log(again.x, Object.keys(again).join()); // expect: 3 x
const merged = { get x() { return 4; }, set x(v) { this.y = v; }, get x() { return 5; } };
merged.x = 1;
console.log(merged.x, merged.y); // expect: 5 1
// --- keys of every kind
const key = "computed";
const keys = {
  get "a b"() { return 1; },
  get 7() { return 2; },
  get [key]() { return 3; },
  get [key + 1]() { return 4; },
  get if() { return 5; },
};
console.log(keys["a b"], keys[7], keys.computed, keys.computed1, keys.if); // expect: 1 2 3 4 5
console.log(Object.keys(keys).join()); // expect: 7,a b,computed,computed1,if
// --- get and set are ordinary names elsewhere
const ordinary = { get: 1, set: 2, get2: 3, get() { return 4; } };
const get = 6, set = 7;
console.log(ordinary.get(), ordinary.set, ordinary.get2, { get, set }.set); // expect: 4 2 3 7
// --- inherited accessors
const proto = {
  get hidden() { return "of " + this.name; },
  set hidden(value) { this.name = value; },
};
const heir = Object.create(proto);
heir.name = "heir";
for (let i = 0; i < 3; i++) heir.hidden += "!";
console.log(heir.hidden, Object.keys(heir).join()); // expect: of of of of heir!!! name
// --- exceptions and calls through accessors
const failing = { get f() { throw new RangeError("get"); }, get g() { return () => "called"; } };
try {
  failing.f;
} catch (error) {
  console.log(error.name); // expect: RangeError
}
console.log(failing.g()); // expect: called
// --- enumeration, JSON and copies read them
const source = { a: 1, get b() { return 2; } };
console.log(JSON.stringify(source), JSON.stringify(Object.assign({}, source))); // expect: {"a":1,"b":2} {"a":1,"b":2}
console.log(Object.values(source).join(), "b" in source, delete source.b, "b" in source); // expect: 1,2 true true false
