#!/usr/bin/env mica
// Numbers, strings, names and comments in all their spellings.
console.log(0x1F, 0o17, 0b101, 1_000, .5, 5., 1e3, 0xFFFFFFFFFFFFFFFF);
// expect: 31 15 5 1000 0.5 5 1000 18446744073709552000
console.log(9007199254740993, 0x20000000000003, 5e-324, 1e400);
// expect: 9007199254740992 9007199254740996 5e-324 Infinity
console.log('\x41\u0042\u{43}\
D', "\'", '\q', '\u{1F600}'.length); // expect: ABCD ' q 2
console.log(`a
b`.length, `${1}${`${2}`}`, `\`$\{`); // expect: 3 12 `${
const \u0061b = 1, caf\u{e9} = 2, π = 3, 名 = 4;
console.log(ab, café, \u03C0, 名); // expect: 1 2 3 4
const o = { if: 1, class: 2, 'a b': 3, 0x10: 4, 1.50: 5, [`k${1}`]: 6, get: 7, set: 8, async: 9 };
console.log(o.if, o.class, o['a b'], o[16], o['1.5'], o.k1, o.get, o.set, o.async);
// expect: 1 2 3 4 5 6 7 8 9
let n = 3, down = '';
while (n --> 0) down += n;
console.log(down /* inner
comment */, 8 / 2 / 2); // expect: 210 2
console.log(true ?.5 : 1, null?.x, o?.if); // expect: 0.5 undefined 1
const async = 1, of = [async];
for (const of of [1]) console.log(of); // expect: 1
console.log(async, of[0]); // expect: 1 1
