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
