// AggregateError (20.5.7).
function thrown(f) {
  try {
    return String(f());
  } catch (error) {
    return error.name;
  }
}
const error = new AggregateError([1, new TypeError("two")], "several");
console.log(error instanceof AggregateError, error instanceof Error); // expect: true true
console.log(error.name, error.message, String(error));
// expect: AggregateError several AggregateError: several
console.log(error.errors.length, error.errors[0], error.errors[1].message); // expect: 2 1 two
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(new AggregateError([5]), "errors")));
// expect: {"value":[5],"writable":true,"enumerable":false,"configurable":true}
console.log(Object.getOwnPropertyNames(error).sort().join()); // expect: errors,message,stack
console.log(Object.prototype.hasOwnProperty.call(new AggregateError([]), "message"));
// expect: false
console.log(AggregateError("ab").errors.join("-")); // expect: a-b
console.log(new AggregateError(new Set([1, 2, 1])).errors.length); // expect: 2
console.log(new AggregateError([3, 4].values()).errors.join()); // expect: 3,4
console.log(new AggregateError([], "m", { cause: 7 }).cause); // expect: 7
console.log("cause" in new AggregateError([], "m", {})); // expect: false
console.log(AggregateError.length, AggregateError.name); // expect: 2 AggregateError
console.log(Object.getPrototypeOf(AggregateError) === Error); // expect: true
console.log(Object.getPrototypeOf(AggregateError.prototype) === Error.prototype); // expect: true
console.log(AggregateError.prototype.constructor === AggregateError); // expect: true
console.log(AggregateError.prototype.name, AggregateError.prototype.message === "");
// expect: AggregateError true
console.log(thrown(() => new AggregateError())); // expect: TypeError
console.log(thrown(() => new AggregateError(5))); // expect: TypeError
console.log(thrown(() => new AggregateError({}))); // expect: TypeError
console.log(thrown(() => new AggregateError(5, { toString() { throw new RangeError("first"); } })));
// expect: RangeError
const list = [1];
const copy = new AggregateError(list).errors;
list.push(2);
console.log(copy.length, Array.isArray(copy)); // expect: 1 true
console.log(error.stack.split("\n")[0]); // expect: AggregateError: several
console.log(typeof new AggregateError([]).stack); // expect: string
console.log(Object.prototype.toString.call(error)); // expect: [object Error]
// With `new`, and as a parent.
console.log(new AggregateError("ab").errors.join()); // expect: a,b
console.log(thrown(() => new AggregateError(7, "m"))); // expect: TypeError
const odd = Object.assign(["e"], { prototype: {} });
console.log(Object.getPrototypeOf(new AggregateError(odd)) === AggregateError.prototype);
// expect: true
class Group extends AggregateError {
  constructor(errors) {
    super(errors, "group");
    this.extra = errors.length;
  }
}
const group = new Group([1, 2]);
console.log(group instanceof Group, group instanceof Error, group.errors.length, group.extra);
// expect: true true 2 2
console.log(group.message, Object.getPrototypeOf(group) === Group.prototype); // expect: group true
