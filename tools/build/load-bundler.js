const { goWithoutCollection } = require("./go-without-collection.js");

let isStarted = false;

/**
 * The bundler, which a build that compiles loads and no other does. Its process needs a third less time when it collects no garbage,
 * and 690 MB instead of 540 MB. Programs that this process starts later inherit nothing of that.
 */
function loadBundler() {
  const bundler = require("esbuild");
  if (!isStarted) {
    isStarted = true;
    const variables = process.env;
    process.env = { ...goWithoutCollection, ...variables };
    try {
      // Starts its process.
      bundler.initialize({});
    } finally {
      process.env = variables;
    }
  }
  return bundler;
}

module.exports = { loadBundler };
