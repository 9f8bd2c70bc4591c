// --- delete removes own properties
const object = { a: 1, b: 2 };
console.log(delete object.a); // expect: true
console.log("a" in object); // expect: false
console.log(delete object.never); // expect: true
console.log(delete object["b"]); // expect: true
console.log(Object.keys(object).length); // expect: 0
console.log(delete 1); // expect: true
console.log(delete (object, 1)); // expect: true

// --- delete uncovers an inherited property
function Base() {}
Base.prototype.x = "inherited";
const made = new Base();
made.x = "own";
console.log(made.x); // expect: own
delete made.x;
console.log(made.x); // expect: inherited
console.log(delete made.x); // expect: true
console.log(made.x); // expect: inherited

// --- delete of an element leaves a hole
const list = [1, 2, 3];
console.log(delete list[1]); // expect: true
console.log(list.length, list[1], 1 in list); // expect: 3 undefined false
console.log(list.join()); // expect: 1,,3

// --- a property that is not configurable cannot be deleted
delete [1].length; // expect error: TypeError: Cannot delete property 'length' of [object Array]

// --- a frozen object's property cannot be deleted
const frozen = Object.freeze({ a: 1 });
delete frozen.a; // expect error: TypeError

// --- delete of a property of undefined fails
delete undefined.x; // expect error: TypeError
