// What the console writes, on both streams: run on Mica and on Node, which must agree.
console.log("start");
console.group("outer %d", 1, "more");
console.log("two\nlines", [1, 2]);
console.error("on the other stream");
console.group();
console.log({ a: 1, b: "text" });
console.warn("deep\n");
console.groupEnd();
console.info("back");
console.groupCollapsed("again");
console.debug(1, null);
console.log();
console.groupEnd();
console.groupEnd();
console.groupEnd();
console.log("\u20ac outside");
console.count();
console.count("x");
console.count();
console.count("default");
console.countReset();
console.count(undefined);
console.count(null);
console.count(5);
console.countReset("5");
console.count("5");
console.assert(true, "not shown");
console.assert(false);
console.assert();
console.assert(0, "zero %s", "formatted", 5);
console.assert("", { a: 1 }, 2);
console.assert(null, 7);
console.assert([], "not shown");
try {
  console.count({ toString() { throw new RangeError("label"); } });
} catch (error) {
  console.log(error.message);
}
console.group("\u20ac");
console.log("\u20ac\n\u20ac");
