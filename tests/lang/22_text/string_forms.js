// String.raw, isWellFormed, toWellFormed (22.1), the HTML methods (B.2.2.2).
function show(f) {
  try {
    const value = f();
    console.log(typeof value === "object" ? JSON.stringify(value) : String(value));
  } catch (error) {
    console.log(error.name);
  }
}

// --- String.raw
show(() => String.raw({ raw: ["a", "b", "c"] }, 1, 2)); // expect: a1b2c
show(() => String.raw({ raw: ["a", "b"] }, 1, 2, 3)); // expect: a1b
show(() => String.raw({ raw: ["a", "b", "c"] }, 1)); // expect: a1bc
show(() => String.raw({ raw: "xyz" }, 0, 1)); // expect: x0y1z
show(() => String.raw({ raw: { length: 2, 0: 1, 1: null } }, "-")); // expect: 1-null
show(() => String.raw({ raw: [] }, 1) === ""); // expect: true
show(() => String.raw({ raw: { length: -1, 0: "a" } }) === ""); // expect: true
show(() => String.raw({ raw: ["only"] })); // expect: only
show(() => String.raw({ raw: [, "b"] }, "m")); // expect: undefinedmb
show(() => String.raw({})); // expect: TypeError
show(() => String.raw()); // expect: TypeError
show(() => String.raw({ raw: null })); // expect: TypeError
show(() => String.raw({ raw: ["\\n", ""] }, "\n").length); // expect: 3
show(() => String.raw({ raw: ["", { toString() { throw new RangeError("part"); } }] }));
// expect: RangeError
const order = [];
const part = (name) => ({ toString() { order.push(name); return name; } });
show(() => String.raw({ raw: [part("a"), part("c")] }, part("b"))); // expect: abc
show(() => order.join()); // expect: a,b,c
show(() => String.raw.length); // expect: 1

// --- lone surrogates
show(() => "abc".isWellFormed()); // expect: true
show(() => "\u{1F600}".isWellFormed()); // expect: true
show(() => "\ud800".isWellFormed()); // expect: false
show(() => "a\udfff".isWellFormed()); // expect: false
show(() => "\udc00\ud800".isWellFormed()); // expect: false
show(() => "\ud800\udbff\udc00".isWellFormed()); // expect: false
show(() => "".isWellFormed()); // expect: true
show(() => ("a" + "\ud83d" + "\ude00").isWellFormed()); // expect: true
show(() => "abc".toWellFormed()); // expect: abc
show(() => "a\ud800b\udc00".toWellFormed() === "a\ufffdb\ufffd"); // expect: true
show(() => "\ud800\ud800\udc00".toWellFormed() === "\ufffd\ud800\udc00"); // expect: true
show(() => "\u{1F600}".toWellFormed() === "\u{1F600}"); // expect: true
show(() => "\udfff".toWellFormed().charCodeAt(0)); // expect: 65533
show(() => "\ud800".toWellFormed().isWellFormed()); // expect: true
show(() => String.prototype.isWellFormed.call(5)); // expect: true
show(() => String.prototype.toWellFormed.call([1, 2])); // expect: 1,2
show(() => String.prototype.isWellFormed.call(null)); // expect: TypeError
show(() => String.prototype.toWellFormed.call(undefined)); // expect: TypeError

// --- HTML
show(() => "x".anchor("n")); // expect: <a name="n">x</a>
show(() => "x".anchor()); // expect: <a name="undefined">x</a>
show(() => "x".big() + "x".blink() + "x".bold() + "x".fixed());
// expect: <big>x</big><blink>x</blink><b>x</b><tt>x</tt>
show(() => "x".fontcolor("red") + "x".fontsize(7));
// expect: <font color="red">x</font><font size="7">x</font>
show(() => "x".italics() + "x".small() + "x".strike() + "x".sub() + "x".sup());
// expect: <i>x</i><small>x</small><strike>x</strike><sub>x</sub><sup>x</sup>
show(() => "x".link("a\"b\"c")); // expect: <a href="a&quot;b&quot;c">x</a>
show(() => "<x>".bold()); // expect: <b><x></b>
show(() => "\u20ac".link("\u20ac") === "<a href=\"\u20ac\">\u20ac</a>"); // expect: true
show(() => String.prototype.bold.call(null)); // expect: TypeError
show(() => String.prototype.link.call(undefined, "a")); // expect: TypeError
show(() => String.prototype.anchor.call(5, { toString() { throw new RangeError("name"); } }));
// expect: RangeError
show(() => "".anchor.length + "".big.length + "".link.length + "".sub.length); // expect: 2
