// The order of evaluation (ECMA-262 8.6.2, 13.15.5.3): what is assigned to, then the value, then its
// default, then the assignment.
const log = [];
const note = (text, value) => { log.push(text); return value; };
const noting = (name, properties) => {
  const object = {};
  for (const key of Object.keys(properties))
    Object.defineProperty(object, key, {
      enumerable: true,
      get: () => note(name + '.' + key, properties[key]),
    });
  return object;
};
const sink = (name) => ({ set p(value) { log.push(name + '.p=' + value); } });
const show = () => console.log(log.join(' '));
// --- arrays: target, default, assignment, one after the other
const list = [1];
[note('a', sink('A')).p, note('b', sink('B')).p = note('default', 2)] = note('value', list);
show(); // expect: value a A.p=1 b default B.p=2
// --- elements with computed keys
const o = { set k(value) { log.push('k=' + value); } };
[note('object', o)[note('key', 'k')]] = [7];
show(); // expect: object key k=7
// --- keys are converted at the assignment
const key = { toString() { return note('toString', 'k'); } };
const o = { set k(value) { log.push('k=' + value); } };
[o[key] = note('default', 1)] = [];
show(); // expect: default toString k=1
// --- objects: key, target, value, default, assignment
const source = noting('source', { x: undefined, y: 2 });
({ [note('key1', 'x')]: note('a', sink('A')).p = note('default', 1), [note('key2', 'y')]: note('b', sink('B')).p } = source);
show(); // expect: key1 a source.x default A.p=1 key2 b source.y B.p=2
// --- the key of an object's pattern is converted at once
const key = { toString() { return note('toString', 'x'); } };
({ [key]: note('a', sink('A')).p } = noting('source', { x: 1 }));
show(); // expect: toString a source.x A.p=1
// --- declarations: value, default, one after the other
const { a = note('default a', 1), b = note('default b', 2) } = noting('source', { a: undefined, b: undefined });
show(); // expect: source.a default a source.b default b
// --- the rest of an object is read after what was taken, key after key
const source = Object.assign(noting('source', { a: 1, c: 3 }), { b: 2 });
const { [note('key', 'b')]: b, ...rest } = source;
show(); // expect: key source.a source.c
// --- the target of an object's rest comes before its values
const target = {};
({ b: target.b, ...note('target', target).rest } = Object.assign(noting('source', { a: 1 }), { b: 2 }));
show(); // expect: target source.a
// --- the target of an array's rest comes before its values
const list = [1, 2];
Object.defineProperty(list, 1, { get: () => note('list[1]', 2) });
[, ...note('target', sink('T')).p] = list;
show(); // expect: target list[1] T.p=2
// --- nested patterns come with their value
const { a: { b, c = note('default c') }, d } = noting('source', { a: noting('a', { b: 1, c: undefined }), d: 4 });
show(); // expect: source.a a.b a.c default c source.d
// --- a getter that throws ends the assignment midway
let a, b, c;
const source = { a: 1, get b() { throw new RangeError('b'); }, c: 3 };
try {
  ({ a, b, c } = source);
} catch (error) {
  console.log(error.name, a, b, c); // expect: RangeError 1 undefined undefined
}
// --- an element that throws likewise
const list = [1, 2, 3];
Object.defineProperty(list, 1, { get() { throw new RangeError('1'); } });
let a, b, c;
try {
  [a, b, c] = list;
} catch (error) {
  console.log(error.name, a, b, c); // expect: RangeError 1 undefined undefined
}
// --- a key that throws
let a;
try {
  ({ [{ toString() { throw new RangeError('key'); } }]: a } = { undefined: 1 });
} catch (error) {
  console.log(error.message, a); // expect: key undefined
}
// --- the value is looked at before any key
try {
  const { [note('key', 'x')]: a } = null;
} catch (error) {
  console.log(error instanceof TypeError, log.length); // expect: true 0
}
// --- arguments are taken apart in order
function f({ a }, b = note('default b'), [c] = note('default c', [])) {}
f(noting('first', { a: 1 }));
show(); // expect: first.a default b default c
// --- a parameter's default before its pattern
function f({ a = note('default a') } = note('default', noting('d', { a: undefined }))) {}
f();
show(); // expect: default d.a default a
