// Bundles the command line into dist/program: one file loads in half of the time of 600, and V8 keeps its compiled code.
const { readFileSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");
const { loadBundler } = require("./load-bundler.js");

/** Packages that a command loads late or not at all, and those that are asked for the folder that they are in. */
const external = ["cdktf", "constructs", "@cdktf/*", "@cloud-copilot/*", "esbuild", "fflate"];

/** Gives each module the folder that it has when it is compiled by itself. */
const ownFolders = (project, output) => ({
  name: "own-folders",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!/\b__(dir|file)name\b/.test(text)) {
        return undefined;
      }
      const compiled = join(project, "dist", relative(project, path)).replace(/\.ts$/, ".js");
      const file = `require("node:path").join(__dirname, ${JSON.stringify(relative(dirname(output), compiled))})`;
      return {
        contents: `const own = { file: ${file}, folder: ${file}.replace(/[^/\\\\]*$/, "").slice(0, -1) };
${text.replace(/\b__filename\b/g, "own.file").replace(/\b__dirname\b/g, "own.folder")}`,
        loader: "ts",
      };
    });
  },
});

/** Writes dist/program/command-line.js. It has no source map, which takes a quarter of the time, and which no command reads. */
async function bundleProgram(project) {
  const { build } = loadBundler();
  const outfile = join(project, "dist", "program", "command-line.js");
  await build({
    absWorkingDir: project,
    entryPoints: [join(project, "cli", "command-line.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    charset: "ascii",
    minifyWhitespace: true,
    external,
    define: { IS_BUNDLE: "true" },
    // The compiler tells the same mistakes.
    logLevel: "silent",
    plugins: [ownFolders(project, outfile)],
  });
}

module.exports = { bundleProgram };
