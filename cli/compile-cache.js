// Keeps the compiled code of modules for the next run, where Node.js can (22.8 and later): loading is a third of a short command. The
// cache is in the project, because the default folder is one that every user of the machine can write to.
const module_ = require("node:module");
const { join } = require("node:path");

const cacheFolder = join(__dirname, "..", "node_modules", ".cache", "studio-perimeter");
module_.enableCompileCache?.(cacheFolder);
module.exports = { cacheFolder };
