// The part of the standard library that calls back: written in the language, so that a callback is
// a call of the tier like any other and the tier optimises both together. Names with `$` are the
// operations of intrinsics.def. Parameters beyond a function's `length` have a default for that
// reason alone. $invoke, $invokeWith and $reduce are fastest when their operands are neighbours in
// the order of declaration.

function forEach(callback, thisArgument = undefined) {
  const object = $toObject(this);
  let index = 0;
  const length = $lengthOf(object);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  for (; index < length; index++) {
    if ($has(object, index)) $invoke(callback, thisArgument, object, index);
  }
}

function map(callback, thisArgument = undefined) {
  const object = $toObject(this);
  let index = 0;
  const length = $lengthOf(object);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  const special = $species(object, length);
  const result = special === undefined ? $arrayCreate(length) : special;
  for (; index < length; index++) {
    if ($has(object, index)) $define(result, index, $invoke(callback, thisArgument, object, index));
  }
  return result;
}

// The elements of an array into what the species of another array made.
function fill(target, elements) {
  const length = $lengthOf(elements);
  for (let index = 0; index < length; index++) $define(target, index, elements[index]);
  return target;
}

function filterInto(target, callback, thisArgument, object, length) {
  let count = 0;
  for (let index = 0; index < length; index++) {
    if ($has(object, index)) {
      const value = object[index];
      if ($call(callback, thisArgument, value, index, object)) $define(target, count++, value);
    }
  }
  return target;
}

function filter(callback, thisArgument = undefined) {
  const object = $toObject(this);
  let index = 0;
  let value;
  const length = $lengthOf(object);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  const special = $species(object, 0);
  if (special !== undefined) return filterInto(special, callback, thisArgument, object, length);
  const result = $arrayCreate(0);
  for (; index < length; index++) {
    if ($has(object, index)) {
      value = object[index];
      if ($invokeWith(callback, thisArgument, object, index, value)) $append(result, value);
    }
  }
  return result;
}

function some(callback, thisArgument = undefined) {
  const object = $toObject(this);
  let index = 0;
  const length = $lengthOf(object);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  for (; index < length; index++) {
    if ($has(object, index) && $invoke(callback, thisArgument, object, index)) return true;
  }
  return false;
}

function every(callback, thisArgument = undefined) {
  const object = $toObject(this);
  let index = 0;
  const length = $lengthOf(object);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  for (; index < length; index++) {
    if ($has(object, index) && !$invoke(callback, thisArgument, object, index)) return false;
  }
  return true;
}

function find(predicate, thisArgument = undefined) {
  const object = $toObject(this);
  let index = 0;
  let value;
  const length = $lengthOf(object);
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index < length; index++) {
    value = object[index];
    if ($invokeWith(predicate, thisArgument, object, index, value)) return value;
  }
}

function findIndex(predicate, thisArgument = undefined) {
  const object = $toObject(this);
  let index = 0;
  const length = $lengthOf(object);
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index < length; index++) {
    if ($invoke(predicate, thisArgument, object, index)) return index;
  }
  return -1;
}

function findLast(predicate, thisArgument = undefined) {
  const object = $toObject(this);
  const length = $lengthOf(object);
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (let index = length - 1; index >= 0; index--) {
    const value = object[index];
    if ($call(predicate, thisArgument, value, index, object)) return value;
  }
}

function findLastIndex(predicate, thisArgument = undefined) {
  const object = $toObject(this);
  let index = $lengthOf(object) - 1;
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index >= 0; index--) {
    if ($invoke(predicate, thisArgument, object, index)) return index;
  }
  return -1;
}

// ---- Folding. The builtins themselves are written in C, because only there an initial value of
// undefined can be told from none; they call these.

function reduce(callback, initial, hasInitial) {
  const reducer = callback;
  let accumulator = initial;
  const object = $toObject(this);
  let index = 0;
  const length = $lengthOf(object);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  if (!hasInitial) {
    while (index < length && !$has(object, index)) index++;
    if (index >= length) $throwTypeError("Reduce of empty array with no initial value");
    accumulator = object[index++];
  }
  for (; index < length; index++) {
    if ($has(object, index)) accumulator = $reduce(reducer, accumulator, object, index);
  }
  return accumulator;
}

function reduceRight(callback, initial, hasInitial) {
  const reducer = callback;
  let accumulator = initial;
  const object = $toObject(this);
  let index = $lengthOf(object) - 1;
  if (!$isCallable(callback)) $throwNotCallable(callback);
  if (!hasInitial) {
    while (index >= 0 && !$has(object, index)) index--;
    if (index < 0) $throwTypeError("Reduce of empty array with no initial value");
    accumulator = object[index--];
  }
  for (; index >= 0; index--) {
    if ($has(object, index)) accumulator = $reduce(reducer, accumulator, object, index);
  }
  return accumulator;
}

// ---- Flattening

function appendFlat(target, source, depth) {
  const length = $lengthOf(source);
  for (let index = 0; index < length; index++) {
    if ($has(source, index)) {
      const element = source[index];
      if (depth > 0 && $isArray(element)) appendFlat(target, element, depth - 1);
      else $append(target, element);
    }
  }
}

function flat(depth = undefined) {
  const object = $toObject(this);
  const length = $lengthOf(object);
  const levels = depth === undefined ? 1 : $toInteger(depth);
  const special = $species(object, 0);
  const result = $arrayCreate(0);
  appendFlat(result, object, levels);
  return special === undefined ? result : fill(special, result);
}

function flatMap(mapper, thisArgument = undefined) {
  const object = $toObject(this);
  let index = 0;
  const length = $lengthOf(object);
  if (!$isCallable(mapper)) $throwTypeError("flatMap mapper function is not callable");
  const special = $species(object, 0);
  const result = $arrayCreate(0);
  for (; index < length; index++) {
    if ($has(object, index)) {
      const element = $invoke(mapper, thisArgument, object, index);
      if ($isArray(element)) appendFlat(result, element, 0);
      else $append(result, element);
    }
  }
  return special === undefined ? result : fill(special, result);
}

// ---- Sorting: a stable merge sort, bottom up from short runs. The later element is the
// comparator's first argument, as in V8, so that comparators that only return booleans do the same
// there and here.

const RUN = 8;

// Sorts values[start] to values[end - 1] by binary insertion.
function sortRun(values, start, end, comparator) {
  for (let next = start + 1; next < end; next++) {
    const value = values[next];
    let low = start;
    let high = next;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comparator(value, values[middle]) < 0) high = middle;
      else low = middle + 1;
    }
    for (let at = next; at > low; at--) values[at] = values[at - 1];
    values[low] = value;
  }
}

// Merges the neighbours [start, middle) and [middle, end) of source into target.
function mergeRuns(source, target, start, middle, end, comparator) {
  let left = start;
  let right = middle;
  let at = start;
  if (middle < end && !(comparator(source[middle], source[middle - 1]) < 0)) {
    // In order already, as everywhere in a sorted array.
    for (; at < end; at++) target[at] = source[at];
    return;
  }
  while (left < middle && right < end) {
    if (comparator(source[right], source[left]) < 0) target[at++] = source[right++];
    else target[at++] = source[left++];
  }
  while (left < middle) target[at++] = source[left++];
  while (right < end) target[at++] = source[right++];
}

// Returns an array whose first `count` elements are those of `values`, sorted, and the rest as it
// was.
function mergeSort(values, count, comparator) {
  for (let start = 0; start < count; start += RUN) {
    sortRun(values, start, start + RUN < count ? start + RUN : count, comparator);
  }
  if (count <= RUN) return values;
  let source = values;
  let target = $collect(values, $lengthOf(values));
  for (let width = RUN; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = start + width < count ? start + width : count;
      const end = middle + width < count ? middle + width : count;
      mergeRuns(source, target, start, middle, end, comparator);
    }
    const merged = target;
    target = source;
    source = merged;
  }
  return source;
}

function checkComparator(comparator) {
  if (comparator !== undefined && !$isCallable(comparator)) {
    $throwTypeError("The comparison function must be either a function or undefined");
  }
}

// Sorts an array of values of which those that are undefined are the last. Returns an array that
// begins with them sorted.
function sortValues(values, comparator) {
  let count = $lengthOf(values);
  while (count > 0 && values[count - 1] === undefined) count--;
  if (comparator !== undefined) return mergeSort(values, count, comparator);
  $sortByText(values, count);
  return values;
}

function sort(comparator) {
  checkComparator(comparator);
  const object = $toObject(this);
  const length = $lengthOf(object);
  const values = $collect(object, length);
  const present = $lengthOf(values);
  const sorted = sortValues(values, comparator);
  for (let index = 0; index < present; index++) object[index] = sorted[index];
  for (let index = present; index < length; index++) {
    if ($has(object, index)) delete object[index];
  }
  return object;
}

function toSorted(comparator) {
  checkComparator(comparator);
  const object = $toObject(this);
  const length = $lengthOf(object);
  const result = $arrayCreate(length);
  for (let index = 0; index < length; index++) $define(result, index, object[index]);
  const sorted = sortValues($collect(result, length), comparator);
  for (let index = 0; index < length; index++) result[index] = sorted[index];
  return result;
}

// ---- Making

// What Array.from fills: an array, or what another constructor makes.

function fromIterable(Constructor, items, mapper, thisArgument) {
  const result = Constructor === undefined ? $arrayCreate(0) : new Constructor();
  let index = 0;
  for (const item of items) {
    const value = mapper === undefined ? item : $call(mapper, thisArgument, item, index);
    if (Constructor === undefined) $append(result, value);
    else $define(result, index, value);
    index++;
  }
  if (Constructor !== undefined) result.length = index;
  return result;
}

function from(items, mapper = undefined, thisArgument = undefined) {
  if (mapper !== undefined && !$isCallable(mapper)) $throwNotCallable(mapper);
  const Constructor = $isOtherConstructor(this) ? this : undefined;
  if ($isIterable(items)) return fromIterable(Constructor, items, mapper, thisArgument);
  const object = $toObject(items);
  const length = $lengthOf(object);
  const result = Constructor === undefined ? $arrayCreate(length) : new Constructor(length);
  for (let index = 0; index < length; index++) {
    const item = object[index];
    const value = mapper === undefined ? item : $call(mapper, thisArgument, item, index);
    $define(result, index, value);
  }
  result.length = length;
  return result;
}

function fromEntries(iterable) {
  if (!$isIterable(iterable)) $throwTypeError("object is not iterable");
  const result = {};
  for (const entry of iterable) {
    if (typeof entry !== "object" && typeof entry !== "function" || entry === null) {
      $throwTypeError("Iterator value is not an entry object");
    }
    const key = entry[0];
    $define(result, key, entry[1]);
  }
  return result;
}

// ---- Map and Set

function fillMap(map, iterable, adder) {
  for (const entry of iterable) {
    if (typeof entry !== "object" && typeof entry !== "function" || entry === null) {
      $throwTypeError("Iterator value is not an entry object");
    }
    $call(adder, map, entry[0], entry[1]);
  }
}

function fillSet(set, iterable, adder) {
  for (const value of iterable) $call(adder, set, value);
}

function mapForEach(callback, thisArgument = undefined) {
  const map = this;
  let key;
  let value;
  const walk = $walkMap(map);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  for (key = $walkNext(walk); key !== walk; key = $walkNext(walk)) {
    value = $walkValue(walk);
    $invokeWith(callback, thisArgument, map, key, value);
  }
}

function setForEach(callback, thisArgument = undefined) {
  const set = this;
  let key;
  let value;
  const walk = $walkSet(set);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  for (key = $walkNext(walk); key !== walk; key = $walkNext(walk)) {
    value = key;
    $invokeWith(callback, thisArgument, set, key, value);
  }
}

// ---- Typed arrays, whose length never changes and which have no holes

function typedForEach(callback, thisArgument = undefined) {
  const array = this;
  let index = 0;
  const length = $typedLength(array);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  for (; index < length; index++) $invoke(callback, thisArgument, array, index);
}

function typedEvery(predicate, thisArgument = undefined) {
  const array = this;
  let index = 0;
  const length = $typedLength(array);
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index < length; index++) {
    if (!$invoke(predicate, thisArgument, array, index)) return false;
  }
  return true;
}

function typedSome(predicate, thisArgument = undefined) {
  const array = this;
  let index = 0;
  const length = $typedLength(array);
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index < length; index++) {
    if ($invoke(predicate, thisArgument, array, index)) return true;
  }
  return false;
}

function typedFindIndex(predicate, thisArgument = undefined) {
  const array = this;
  let index = 0;
  const length = $typedLength(array);
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index < length; index++) {
    if ($invoke(predicate, thisArgument, array, index)) return index;
  }
  return -1;
}

function typedFindLastIndex(predicate, thisArgument = undefined) {
  const array = this;
  let index = $typedLength(array) - 1;
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index >= 0; index--) {
    if ($invoke(predicate, thisArgument, array, index)) return index;
  }
  return -1;
}

function typedFind(predicate, thisArgument = undefined) {
  const array = this;
  let index = 0;
  let element;
  const length = $typedLength(array);
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index < length; index++) {
    element = array[index];
    if ($invokeWith(predicate, thisArgument, array, index, element)) return element;
  }
}

function typedFindLast(predicate, thisArgument = undefined) {
  const array = this;
  let index = $typedLength(array) - 1;
  let element;
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  for (; index >= 0; index--) {
    element = array[index];
    if ($invokeWith(predicate, thisArgument, array, index, element)) return element;
  }
}

function typedMap(callback, thisArgument = undefined) {
  const array = this;
  let index = 0;
  const length = $typedLength(array);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  const result = $typedSpecies(array, length);
  for (; index < length; index++) result[index] = $invoke(callback, thisArgument, array, index);
  return result;
}

function typedFilter(predicate, thisArgument = undefined) {
  const array = this;
  let index = 0;
  let element;
  const length = $typedLength(array);
  if (!$isCallable(predicate)) $throwNotCallable(predicate);
  const kept = $arrayCreate(0);
  for (; index < length; index++) {
    element = array[index];
    if ($invokeWith(predicate, thisArgument, array, index, element)) $append(kept, element);
  }
  const count = $lengthOf(kept);
  const result = $typedSpecies(array, count);
  for (index = 0; index < count; index++) result[index] = kept[index];
  return result;
}

function typedReduce(callback, initial, hasInitial) {
  const reducer = callback;
  let accumulator = initial;
  const array = this;
  let index = 0;
  const length = $typedLength(array);
  if (!$isCallable(callback)) $throwNotCallable(callback);
  if (!hasInitial) {
    if (length === 0) $throwTypeError("Reduce of empty array with no initial value");
    accumulator = array[index++];
  }
  for (; index < length; index++) accumulator = $reduce(reducer, accumulator, array, index);
  return accumulator;
}

function typedReduceRight(callback, initial, hasInitial) {
  const reducer = callback;
  let accumulator = initial;
  const array = this;
  let index = $typedLength(array) - 1;
  if (!$isCallable(callback)) $throwNotCallable(callback);
  if (!hasInitial) {
    if (index < 0) $throwTypeError("Reduce of empty array with no initial value");
    accumulator = array[index--];
  }
  for (; index >= 0; index--) accumulator = $reduce(reducer, accumulator, array, index);
  return accumulator;
}

function sortTyped(array, comparator) {
  if (comparator === undefined) $typedSort(array);
  else {
    const length = $typedLength(array);
    const values = mergeSort($typedValues(array), length, comparator);
    for (let index = 0; index < length; index++) array[index] = values[index];
  }
  return array;
}

function typedSort(comparator) {
  if (comparator !== undefined && !$isCallable(comparator)) {
    $throwTypeError("The comparison function must be either a function or undefined");
  }
  const array = this;
  $typedLength(array);
  return sortTyped(array, comparator);
}

function typedToSorted(comparator) {
  if (comparator !== undefined && !$isCallable(comparator)) {
    $throwTypeError("The comparison function must be either a function or undefined");
  }
  const array = this;
  $typedLength(array);
  return sortTyped($typedCopy(array), comparator);
}

function typedFrom(source, mapper = undefined, thisArgument = undefined) {
  const constructor = this;
  $checkConstructor(constructor);
  if (mapper !== undefined && !$isCallable(mapper)) $throwNotCallable(mapper);
  let items;
  if ($isIterable(source)) {
    items = $arrayCreate(0);
    for (const item of source) $append(items, item);
  } else items = $toObject(source);
  const length = $lengthOf(items);
  const result = $typedCreate(constructor, length);
  for (let index = 0; index < length; index++) {
    const item = items[index];
    result[index] = mapper === undefined ? item : $call(mapper, thisArgument, item, index);
  }
  return result;
}

module.exports = {
  forEach, map, filter, some, every, find, findIndex, findLast, findLastIndex,
  reduce, reduceRight, flat, flatMap, sort, toSorted, from, fromEntries,
  fillMap, fillSet, mapForEach, setForEach,
  typedForEach, typedEvery, typedSome, typedFind, typedFindIndex, typedFindLast, typedFindLastIndex,
  typedMap, typedFilter, typedReduce, typedReduceRight, typedSort, typedToSorted, typedFrom,
};
