// How console.log shows collections.

// --- Map and Set
console.log(new Map(), new Set()); // expect: Map(0) {} Set(0) {}
console.log(new Map([[1, 2], ["a", { x: [1] }]]), new Set([1, "a", [2], null]));
// expect: Map(2) { 1 => 2, 'a' => { x: [ 1 ] } } Set(4) { 1, 'a', [ 2 ], null }
console.log([new Set([NaN, -0, undefined])], { map: new Map([["k", new Set()]]) });
// expect: [ Set(3) { NaN, 0, undefined } ] { map: Map(1) { 'k' => Set(0) {} } }
console.log(new Map([["a long key of some length", "a long value"],
  ["another long key", "value"]]));
// expect: Map(2) {
// expect:   'a long key of some length' => 'a long value',
// expect:   'another long key' => 'value'
// expect: }
console.log({ a: { b: { c: new Map([[1, 2]]), d: new Set([1]), e: new Map() } } });
// expect: { a: { b: { c: [Map], d: [Set], e: Map(0) {} } } }

// --- with properties, without prototype, and what inherits from one
const map = new Map([[1, 2]]);
map.name = "n";
console.log(map); // expect: Map(1) { 1 => 2, name: 'n' }
Object.setPrototypeOf(map, null);
console.log(map); // expect: [Map(1): null prototype] { 1 => 2, name: 'n' }
console.log(Object.create(Map.prototype), Map.prototype); // expect: Map {} Object [Map] {}

// --- references to themselves
const map = new Map();
map.set("self", map).set(map, 1);
console.log(map, [map]);
// expect: <ref *1> Map(2) { 'self' => [Circular *1], [Circular *1] => 1 } [ <ref *1> Map(2) { 'self' => [Circular *1], [Circular *1] => 1 } ]
const set = new Set();
console.log(set.add(set)); // expect: <ref *1> Set(1) { [Circular *1] }

// --- many entries
const set = new Set();
for (let i = 0; i < 102; i++) set.add("v" + i);
console.log(set);
// expect: Set(102) {
// expect:   'v0',
// expect:   'v1',
// expect:   'v2',
// expect:   'v3',
// expect:   'v4',
// expect:   'v5',
// expect:   'v6',
// expect:   'v7',
// expect:   'v8',
// expect:   'v9',
// expect:   'v10',
// expect:   'v11',
// expect:   'v12',
// expect:   'v13',
// expect:   'v14',
// expect:   'v15',
// expect:   'v16',
// expect:   'v17',
// expect:   'v18',
// expect:   'v19',
// expect:   'v20',
// expect:   'v21',
// expect:   'v22',
// expect:   'v23',
// expect:   'v24',
// expect:   'v25',
// expect:   'v26',
// expect:   'v27',
// expect:   'v28',
// expect:   'v29',
// expect:   'v30',
// expect:   'v31',
// expect:   'v32',
// expect:   'v33',
// expect:   'v34',
// expect:   'v35',
// expect:   'v36',
// expect:   'v37',
// expect:   'v38',
// expect:   'v39',
// expect:   'v40',
// expect:   'v41',
// expect:   'v42',
// expect:   'v43',
// expect:   'v44',
// expect:   'v45',
// expect:   'v46',
// expect:   'v47',
// expect:   'v48',
// expect:   'v49',
// expect:   'v50',
// expect:   'v51',
// expect:   'v52',
// expect:   'v53',
// expect:   'v54',
// expect:   'v55',
// expect:   'v56',
// expect:   'v57',
// expect:   'v58',
// expect:   'v59',
// expect:   'v60',
// expect:   'v61',
// expect:   'v62',
// expect:   'v63',
// expect:   'v64',
// expect:   'v65',
// expect:   'v66',
// expect:   'v67',
// expect:   'v68',
// expect:   'v69',
// expect:   'v70',
// expect:   'v71',
// expect:   'v72',
// expect:   'v73',
// expect:   'v74',
// expect:   'v75',
// expect:   'v76',
// expect:   'v77',
// expect:   'v78',
// expect:   'v79',
// expect:   'v80',
// expect:   'v81',
// expect:   'v82',
// expect:   'v83',
// expect:   'v84',
// expect:   'v85',
// expect:   'v86',
// expect:   'v87',
// expect:   'v88',
// expect:   'v89',
// expect:   'v90',
// expect:   'v91',
// expect:   'v92',
// expect:   'v93',
// expect:   'v94',
// expect:   'v95',
// expect:   'v96',
// expect:   'v97',
// expect:   'v98',
// expect:   'v99',
// expect:   ... 2 more items
// expect: }
set.delete("v0");
console.log(new Map(Array.from(set.entries()).slice(0, 3)));
// expect: Map(3) { 'v1' => 'v1', 'v2' => 'v2', 'v3' => 'v3' }

// --- iterators
const map = new Map([["a", 1], ["b", { x: [1] }]]);
const set = new Set([1, 2]);
console.log(map.keys(), map.values(), map.entries());
// expect: [Map Iterator] { 'a', 'b' } [Map Iterator] { 1, { x: [ 1 ] } } [Map Entries] { [ 'a', 1 ], [ 'b', { x: [ 1 ] } ] }
console.log(set.values(), set.entries());
// expect: [Set Iterator] { 1, 2 } [Set Entries] { [ 1, 1 ], [ 2, 2 ] }
const keys = map.keys();
keys.next();
console.log(keys, keys.next().value, keys); // expect: [Map Iterator] {  } b [Map Iterator] {  }
console.log([map.entries()], { a: { b: { c: set.values() } } });
// expect: [ [Map Entries] { [ 'a', 1 ], [ 'b', { x: [Array] } ] } ] { a: { b: { c: [Object [Set Iterator]] } } }

// --- typed arrays and buffers
console.log(new Uint8Array([1, 2, 3]), new Float64Array(), new Float32Array([1.5, -0, NaN]));
// expect: Uint8Array(3) [ 1, 2, 3 ] Float64Array(0) [] Float32Array(3) [ 1.5, -0, NaN ]
console.log(new Uint8ClampedArray(12).fill(7), new Int32Array(120).map((x, i) => i * i));
// expect: Uint8ClampedArray(12) [
// expect:   7, 7, 7, 7, 7,
// expect:   7, 7, 7, 7, 7,
// expect:   7, 7
// expect: ] Int32Array(120) [
// expect:      0,    1,    4,    9,   16,   25,   36,   49,   64,   81,
// expect:    100,  121,  144,  169,  196,  225,  256,  289,  324,  361,
// expect:    400,  441,  484,  529,  576,  625,  676,  729,  784,  841,
// expect:    900,  961, 1024, 1089, 1156, 1225, 1296, 1369, 1444, 1521,
// expect:   1600, 1681, 1764, 1849, 1936, 2025, 2116, 2209, 2304, 2401,
// expect:   2500, 2601, 2704, 2809, 2916, 3025, 3136, 3249, 3364, 3481,
// expect:   3600, 3721, 3844, 3969, 4096, 4225, 4356, 4489, 4624, 4761,
// expect:   4900, 5041, 5184, 5329, 5476, 5625, 5776, 5929, 6084, 6241,
// expect:   6400, 6561, 6724, 6889, 7056, 7225, 7396, 7569, 7744, 7921,
// expect:   8100, 8281, 8464, 8649, 8836, 9025, 9216, 9409, 9604, 9801,
// expect:   ... 20 more items
// expect: ]
console.log(new ArrayBuffer(3), new ArrayBuffer(0), { buffer: new Uint8Array([255, 16]).buffer });
// expect: ArrayBuffer { [Uint8Contents]: <00 00 00>, byteLength: 3 } ArrayBuffer { [Uint8Contents]: <>, byteLength: 0 } { buffer: ArrayBuffer { [Uint8Contents]: <ff 10>, byteLength: 2 } }
console.log(new ArrayBuffer(102));
// expect: ArrayBuffer {
// expect:   [Uint8Contents]: <00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ... 2 more bytes>,
// expect:   byteLength: 102
// expect: }
const array = new Int16Array(2);
array.x = "y";
console.log(array, [array], { a: { b: { c: array, d: new ArrayBuffer(1) } } });
// expect: Int16Array(2) [ 0, 0, x: 'y' ] [ Int16Array(2) [ 0, 0, x: 'y' ] ] { a: { b: { c: [Int16Array], d: [ArrayBuffer] } } }
Object.setPrototypeOf(array, null);
console.log(array, Object.create(new Uint8Array(2)), Uint8Array.prototype, ArrayBuffer.prototype);
// expect: [Int16Array(2): null prototype] [ 0, 0, x: 'y' ] Uint8Array {} TypedArray {} Object [ArrayBuffer] {}
