import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageManifest } from "./manifest";

const HELP = `Usage: npm run package -- [--out FOLDER]

Writes the npm package of this project to a folder: the compiled program with type declarations and source maps, no tests, and a
package.json with exports. Publish it with npm publish FOLDER.

  --out FOLDER  folder of the package, which is replaced (default: dist-package)

Example: npm run package && npm pack ./dist-package
`;

/** Folders of the compiled project that only its own development needs. */
const UNPUBLISHED = ["tools"] as const;

/** The command line in one file, which the build writes. */
const BUNDLE = join("program", "command-line.js");

/** For editors of policy files. */
const POLICY_SCHEMA = "studio-perimeter.schema.json";

function main(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: "string", default: "dist-package" }, help: { type: "boolean" } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const out = values.out;
  const program = join(out, "dist");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(program, { recursive: true });
  // The build that ran before has checked the types.
  const whole = ["--incremental", "false", "--tsBuildInfoFile", "null", "--noCheck"];
  const isCompiled = compile(program, "tsconfig.build.json", ...whole);
  if (!isCompiled || !compile(program, join("tools", "package", "tsconfig.json"))) {
    rmSync(out, { recursive: true, force: true });
    return 2;
  }
  for (const folder of UNPUBLISHED) {
    rmSync(join(program, folder), { recursive: true });
  }
  // One file loads in half of the time of 600. The modules stay, because they are what the package exports.
  cpSync(join("dist", BUNDLE), join(program, BUNDLE));
  for (const file of ["studio-perimeter.js", "compile-cache.js", "load-bundle.js"]) {
    cpSync(join("cli", file), join(out, "cli", file));
  }
  // The page of the repository is about a checkout, and its links lead to pages that the package does not have.
  cpSync(join("tools", "package", "README.md"), join(out, "README.md"));
  for (const file of ["LICENSE", "CHANGELOG.md"]) {
    cpSync(file, join(out, file));
  }
  cpSync(join("cli", "policy", POLICY_SCHEMA), join(out, "schema", POLICY_SCHEMA));
  const manifest = packageManifest(JSON.parse(readFileSync("package.json", "utf8")));
  writeFileSync(join(out, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  process.stdout.write(`${out}: ${manifest.name} ${manifest.version}\n`);
  return 0;
}

function compile(folder: string, project: string, ...settings: readonly string[]): boolean {
  const compiler = join("node_modules", "typescript", "bin", "tsc");
  const sources = ["--sourceMap", "--inlineSources"];
  const args = [compiler, "-p", project, "--outDir", folder, ...sources, ...settings];
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status === 0;
}

process.exitCode = main(process.argv.slice(2));
