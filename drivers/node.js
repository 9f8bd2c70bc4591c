// Node's side of drivers/node.c: loads programs, runs blocks of them and times those, as its driver
// asks. Both sides write JSON, a value a line, on the socket that is this process's standard input.
//
// A request is an object whose member `do` names a function of `actions`; the answer is what that
// returns, or an object with an `error`.
"use strict";

const fs = require("fs");
const v8 = require("v8");
const vm = require("vm");

const SOCKET = 0;
const SEEDS = 2 ** 31;
const COST_BATCHES = 31; // as the harness measures its own clock
const COST_READINGS = 100;

const programs = [];

// Nanoseconds from the first reading of the clock to the last, with the calls between them.
function runBlock(run, n, seed, results) {
  const begin = process.hrtime.bigint();
  for (let i = 0; i < results.length; i++) {
    results[i] = run(n, (seed + i) % SEEDS);
  }
  return Number(process.hrtime.bigint() - begin);
}

function timerCost() {
  const begin = process.hrtime.bigint();
  for (let i = 1; i < COST_READINGS; i++) {
    process.hrtime.bigint();
  }
  return Number(process.hrtime.bigint() - begin) / COST_READINGS;
}

function number(value, name) {
  if (typeof value !== "number") {
    throw `the result of ${name} is of type ${typeof value}, not a number`;
  }
  return value;
}

// Lives of runtimes, which are contexts of the module vm: one after another is made, or the one
// that is there taken, gets the code, is called and left, or cleaned of its globals.
class Lives {
  constructor({ name, text, entry, code, spawns, pools, loads, calls }) {
    Object.assign(this, { entry, code, spawns, pools, loads, calls });
    this.source = `(function (exports, module) { "use strict"; ${text}\n})`;
    this.options = { filename: name };
    this.context = vm.createContext();
    this.global = vm.runInContext("globalThis", this.context);
    this.count = 0;
    if (code === "compiled" || code === "saved") {
      this.script = this.compile();
    }
    if (code === "saved") {
      this.options.cachedData = this.script.createCachedData();
    }
  }

  compile() {
    const script = new vm.Script(this.source, this.options);
    if (script.cachedDataRejected) {
      throw `${this.options.filename}: V8 does not take what it has saved`;
    }
    return script;
  }

  load(context, script) {
    const program = { exports: {} };
    script.runInContext(context).call(program.exports, program.exports, program);
    if (typeof program.exports?.[this.entry] !== "function") {
      throw `${this.options.filename}: exports no function ${this.entry}`;
    }
    return program.exports;
  }

  live(i, seed) {
    const context = this.spawns ? vm.createContext() : this.context;
    const script = this.code === "compiled" || this.code === "none" ? this.script : this.compile();
    const program = this.loads ? this.load(context, script) : undefined;
    const result = this.calls ? program[this.entry](i, seed) : ((seed % 1000) + i) % 1000;
    this.count += this.calls && program.work ? program.work() : 1;
    if (this.pools) {
      Object.keys(this.global).forEach((key) => Reflect.deleteProperty(this.global, key));
    }
    return result;
  }

  run(n, seed) {
    let total = 0;
    for (let i = 0; i < n; i++) {
      total += this.live(i, seed);
    }
    return total;
  }
}

const actions = {
  // The cost of one reading of the clock.
  timer() {
    const batches = Array.from({ length: COST_BATCHES }, timerCost);
    return { ns: batches.sort((a, b) => a - b)[(COST_BATCHES - 1) / 2] };
  },

  // Runs the file as a CommonJS module of strict code. Lines keep their numbers.
  load({ name, text, entry }) {
    const program = { exports: {} };
    const parameters = ["exports", "module"];
    const run = vm.compileFunction(`"use strict"; ${text}`, parameters, { filename: name });
    run.call(program.exports, program.exports, program);
    if (typeof program.exports?.[entry] !== "function") {
      throw `${name}: exports no function ${entry}`;
    }
    return { id: programs.push(program) - 1 };
  },

  // V8 would find what it has compiled before by its source: then nothing would be compiled again.
  lives(request) {
    v8.setFlagsFromString("--no-compilation-cache");
    const lives = new Lives(request);
    const exports = { run: (n, seed) => lives.run(n, seed), work: () => lives.count };
    return { id: programs.push({ exports }) - 1 };
  },

  unload({ id }) {
    programs[id] = undefined;
    return {};
  },

  run({ id, n, seed, repetitions }) {
    const results = new Array(repetitions).fill(0);
    const ns = runBlock(programs[id].exports.run, n, seed, results);
    return { ns, results: results.map((value) => number(value, "run")) };
  },

  work({ id }) {
    const { work } = programs[id].exports;
    if (typeof work !== "function") {
      throw "the counted variant exports no function work";
    }
    return { work: number(work(), "work") };
  },

  usage() {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    return { user: userCPUTime, system: systemCPUTime, peak: maxRSS };
  },
};

function answer(line) {
  try {
    const request = JSON.parse(line);
    return actions[request.do](request);
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}

// Answers line by line until the driver hangs up.
const chunk = Buffer.alloc(1 << 16);
let pending = "";
for (let length; (length = fs.readSync(SOCKET, chunk)) > 0; ) {
  pending += chunk.latin1Slice(0, length);
  const lines = pending.split("\n");
  pending = lines.pop();
  for (const line of lines) {
    fs.writeSync(SOCKET, JSON.stringify(answer(line)) + "\n");
  }
}
