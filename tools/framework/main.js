// node tools/framework/main.js cdktf|cdktn: makes the sources build against a framework. It is JavaScript: it runs before npm ci.
const { join } = require("node:path");
const { FRAMEWORKS } = require("./frameworks.js");
const { useFramework } = require("./use-framework.js");

const names = Object.keys(FRAMEWORKS);
const HELP = `Usage: npm run use:${names.join(" | npm run use:")}

Makes the sources build against CDKTF (cdktf) or against CDK Terrain (cdktn): imports, package.json and package-lock.json. The other
command undoes it to the byte. CDK Terrain needs Node.js ${FRAMEWORKS.cdktn.node}.

Example: npm run use:cdktn && npm ci && npm start
`;

function main([framework, ...rest]) {
  if (framework === "--help") {
    process.stdout.write(HELP);
    return 0;
  }
  if (!names.includes(framework) || rest.length > 0) {
    process.stderr.write(`${[framework, ...rest].join(" ")}: not one of ${names.join(", ")}\n\n${HELP}`);
    return 2;
  }
  const changed = useFramework(join(__dirname, "..", ".."), framework);
  process.stdout.write(
    changed === undefined
      ? `${framework} is in use.\n`
      : `${framework}: imports of ${changed} files, package.json and package-lock.json changed. Run npm ci.\n`,
  );
  return 0;
}

process.exitCode = main(process.argv.slice(2));
