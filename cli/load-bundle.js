// Loads a bundle with the code that V8 compiled in an earlier run. Node.js before 22.8 keeps no compiled code, and later versions keep
// what the first run compiled, which for another command is too little.
const { isAscii } = require("node:buffer");
const { createHash } = require("node:crypto");
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

const DIGEST_BYTES = 32;

function sha256(...parts) {
  const digest = createHash("sha256");
  for (const part of parts) {
    digest.update(part);
  }
  return digest.digest();
}

/** The compiled code in a file, or undefined when there is none or somebody changed it: V8 does not check its bytes. */
function readCode(path) {
  try {
    const content = readFileSync(path);
    const code = content.subarray(DIGEST_BYTES);
    return sha256(code).equals(content.subarray(0, DIGEST_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the code of older bundles. A folder that cannot be written to, such as that of a shared installation, stays as it is. */
function writeCode(folder, prefix, path, code) {
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder).filter((candidate) => candidate.startsWith(prefix))) {
      rmSync(join(folder, name), { force: true });
    }
    const unfinished = `${path}.${process.pid}.unfinished`;
    writeFileSync(unfinished, Buffer.concat([sha256(code), code]));
    renameSync(unfinished, path);
  } catch {
    // The next run compiles again, and the code of a file that was cut off is not run.
  }
}

/**
 * The exports of a CommonJS bundle. The code is kept when the process ends, so that functions that were compiled late are in it.
 * A command that failed keeps none.
 *
 * @param file path of the bundle
 * @param folder where compiled code is kept
 * @param use what the process does, such as the name of a command: code is kept for each use apart
 */
function loadBundle(file, folder, use) {
  const bytes = readFileSync(file);
  // V8 keeps such a text in half of the memory.
  const text = bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
  const prefix = `${sha256(use).toString("hex", 0, 8)}-${process.version}-`;
  const path = join(folder, `${prefix}${sha256(bytes).toString("hex", 0, 16)}.code`);
  const cachedData = readCode(path);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: file,
    cachedData,
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once("exit", (status) => status !== 2 && writeCode(folder, prefix, path, script.createCachedData()));
  }
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

module.exports = { loadBundle };
