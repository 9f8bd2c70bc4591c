// Lowers programs to ECMAScript 5 by TypeScript's compiler, for engines that know no more:
//
//   node drivers/lower.js TYPESCRIPT FOLDER programs/NAME/NAME.js...
//
// writes FOLDER/NAME/NAME.es5.js, and NAME-counted.es5.js with the counting lines uncovered before
// they are lowered: what becomes of a comment is the compiler's business, what becomes of code is
// not. Only syntax is lowered. The library stays the engine's own, so a program that needs Map,
// say, fails there, and its manifest says under `missing` why.
"use strict";

const fs = require("fs");
const path = require("path");

const [typescriptFolder, outputFolder, ...files] = process.argv.slice(2);
const typescript = require(path.resolve(typescriptFolder));

function lower(text, file) {
  const { outputText, diagnostics } = typescript.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      target: typescript.ScriptTarget.ES5,
      module: typescript.ModuleKind.CommonJS,
      newLine: typescript.NewLineKind.LineFeed,
    },
  });
  for (const { start, messageText } of diagnostics) {
    const line = text.slice(0, start).split("\n").length;
    const message = typescript.flattenDiagnosticMessageText(messageText, " ");
    throw new Error(`${file}:${line}: ${message}`);
  }
  return `// ${file}, lowered by TypeScript ${typescript.version}\n${outputText}`;
}

try {
  for (const file of files) {
    const text = fs.readFileSync(file, "utf8");
    const name = path.basename(file, ".js");
    const folder = path.join(outputFolder, name);
    fs.mkdirSync(folder, { recursive: true });
    const counted = text.replace(/^([ \t]*)\/\/@ /gm, "$1");
    fs.writeFileSync(path.join(folder, `${name}.es5.js`), lower(text, file));
    fs.writeFileSync(path.join(folder, `${name}-counted.es5.js`), lower(counted, file));
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
