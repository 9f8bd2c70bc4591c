// encodeURI, encodeURIComponent, decodeURI, decodeURIComponent (19.2.6), escape, unescape (B.2.1).
function show(f) {
  try {
    const value = f();
    console.log(typeof value === "object" ? JSON.stringify(value) : String(value));
  } catch (error) {
    console.log(error.name);
  }
}
const all = "\t !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~\x7f";
show(() => encodeURI(all));
// expect: %09%20!%22#$%25&'()*+,-./09:;%3C=%3E?@AZ%5B%5C%5D%5E_%60az%7B%7C%7D~%7F
show(() => encodeURIComponent(all));
// expect: %09%20!%22%23%24%25%26'()*%2B%2C-.%2F09%3A%3B%3C%3D%3E%3F%40AZ%5B%5C%5D%5E_%60az%7B%7C%7D~%7F
show(() => escape(all));
// expect: %09%20%21%22%23%24%25%26%27%28%29*+%2C-./09%3A%3B%3C%3D%3E%3F@AZ%5B%5C%5D%5E_%60az%7B%7C%7D%7E%7F
show(() => encodeURI("\xe9\u0100\u20ac\u{1F600}\uffff"));
// expect: %C3%A9%C4%80%E2%82%AC%F0%9F%98%80%EF%BF%BF
show(() => encodeURIComponent("\x80\u07ff\u0800\u{10FFFF}"));
// expect: %C2%80%DF%BF%E0%A0%80%F4%8F%BF%BF
show(() => encodeURI("\ud800")); // expect: URIError
show(() => encodeURI("a\udc00")); // expect: URIError
show(() => encodeURI("\ud800a")); // expect: URIError
show(() => encodeURIComponent("\udbff\udfff")); // expect: %F4%8F%BF%BF
show(() => encodeURI()); // expect: undefined
show(() => encodeURI(null)); // expect: null
show(() => encodeURIComponent({ toString: () => "a b" })); // expect: a%20b
show(() => encodeURIComponent({ toString() { throw new RangeError("text"); } }));
// expect: RangeError
show(() => encodeURI("") === ""); // expect: true
show(() => decodeURI("%41%20%7e")); // expect: A ~
show(() => decodeURI("%23%24%26%2B%2C%2F%3A%3B%3D%3F%40"));
// expect: %23%24%26%2B%2C%2F%3A%3B%3D%3F%40
show(() => decodeURIComponent("%23%24%26%2B%2C%2F%3A%3B%3D%3F%40")); // expect: #$&+,/:;=?@
show(() => decodeURIComponent("%E2%82%AC") === "\u20ac"); // expect: true
show(() => decodeURIComponent("%F0%9F%98%80") === "\u{1F600}"); // expect: true
show(() => decodeURIComponent("%f4%8f%bf%bf").length); // expect: 2
show(() => decodeURIComponent("%C3%A9") === "\xe9"); // expect: true
show(() => decodeURIComponent("plain \u20ac text") === "plain \u20ac text"); // expect: true
show(() => decodeURI("%")); // expect: URIError
show(() => decodeURI("%4")); // expect: URIError
show(() => decodeURI("%4g")); // expect: URIError
show(() => decodeURI("%80")); // expect: URIError
show(() => decodeURI("%C0%80")); // expect: URIError
show(() => decodeURI("%C1%BF")); // expect: URIError
show(() => decodeURI("%C3")); // expect: URIError
show(() => decodeURI("%C3%")); // expect: URIError
show(() => decodeURI("%C3A9")); // expect: URIError
show(() => decodeURI("%C3%29")); // expect: URIError
show(() => decodeURI("%E0%80%80")); // expect: URIError
show(() => decodeURI("%ED%A0%80")); // expect: URIError
show(() => decodeURI("%F0%80%80%80")); // expect: URIError
show(() => decodeURI("%F4%90%80%80")); // expect: URIError
show(() => decodeURI("%F8%80%80%80%80")); // expect: URIError
show(() => decodeURI("%FF")); // expect: URIError
show(() => decodeURI("%E2%82")); // expect: URIError
show(() => decodeURI("%E2%82%")); // expect: URIError
show(() => decodeURI("%E2%82%4")); // expect: URIError
show(() => decodeURI("a%")); // expect: URIError
show(() => { try { decodeURI("%"); } catch (error) { return error instanceof URIError; } });
// expect: true
show(() => escape("\xff\u0100\uffff")); // expect: %FF%u0100%uFFFF
show(() => escape("\u{1F600}")); // expect: %uD83D%uDE00
show(() => escape()); // expect: undefined
show(() => unescape("%41%u0042%zz%u12%")); // expect: AB%zz%u12%
show(() => unescape("%u20AC") === "\u20ac"); // expect: true
show(() => unescape("%E9") === "\xe9"); // expect: true
show(() => unescape("%25u0041")); // expect: %u0041
show(() => unescape("%u004")); // expect: %u004
show(() => unescape("%u")); // expect: %u
show(() => unescape(escape(all)) === all); // expect: true
show(() => decodeURIComponent(encodeURIComponent(all)) === all); // expect: true
show(() => encodeURI.length + escape.length + decodeURI.length + unescape.length); // expect: 4
