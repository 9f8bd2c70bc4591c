// --- an update whose old value is used converts its operand once
// The bytecode tier converted it for the old value and again for the step: valueOf ran twice.
const operand = { valueOf() { console.log("converted"); return 1; } };
let variable = operand;
const before = variable--; // expect: converted
console.log(before, variable); // expect: 1 0
const holder = { property: operand };
console.log(holder.property++, holder.property); // expect: converted
// expect: 1 2
const elements = [operand];
console.log(elements[0]--, elements[0]); // expect: converted
// expect: 1 0
let captured = operand;
const step = () => captured++;
console.log(step(), captured); // expect: converted
// expect: 1 2
let text = "5";
const old = text++;
console.log(typeof old, old, text); // expect: number 5 6
