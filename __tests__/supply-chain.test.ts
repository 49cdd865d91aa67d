import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onlyIf } from "./fixtures/only-if";

const PROJECT = join(__dirname, "..");

interface LockedPackage {
  /** Name in the registry, where the folder has another one. */
  readonly name?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(join(PROJECT, "package-lock.json"), "utf8"),
);
const installed = Object.entries(packages).filter(([path]) => path !== "");
const production = installed.filter(([, { dev, devOptional }]) => !dev && !devOptional);

/** Licenses without conditions on the program that uses a package. MPL-2.0 has conditions on changes of its own files only. */
const ALLOWED_LICENSES = [
  ...["Apache-2.0", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0", "MPL-2.0", "Unlicense"],
  "Public Domain",
];

/** Packages with a script that npm runs at the installation, and why the script is not needed. */
const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  "@parcel/watcher": "builds what its optional package for the platform brings",
  "@swc/core": "downloads what its optional package for the platform brings",
  esbuild: "replaces a launcher by the program of its optional package, to start faster",
  "unrs-resolver": "downloads what its optional package for the platform brings",
};

const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

test("Every package of the production tree has a license that the project allows.", () => {
  const others = production.filter(([, { license }]) => !ALLOWED_LICENSES.includes(license ?? ""));

  expect(production.length).toBeGreaterThan(10);
  expect(others.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
});

test("No package of the production tree has an install script, and those of the others are listed.", () => {
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);

  expect(scripted.filter((entry) => production.includes(entry)).map(([path]) => nameOf(path))).toEqual([]);
  expect(scripted.map(([path]) => nameOf(path)).sort()).toEqual(Object.keys(INSTALL_SCRIPTS).sort());
});

test("The list of components (CycloneDX) names every package of the production tree.", () => {
  const text = execFileSync("npm", ["run", "--silent", "sbom"], { cwd: PROJECT, encoding: "utf8" });
  const { bomFormat, components }: { bomFormat: string; components: readonly { name: string; group?: string }[] } =
    JSON.parse(text);
  const listed = new Set(components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`)));

  expect(bomFormat).toBe("CycloneDX");
  expect(production.map(([path, { name }]) => name ?? nameOf(path)).filter((name) => !listed.has(name))).toEqual([]);
});

/** An audit asks a registry, so only a run that wants one has this test: `npm run audit`. */
onlyIf(process.env.AUDIT !== undefined, "the audit of the production tree", "a registry; run npm run audit").test(
  "No package of the production tree has a known vulnerability of high severity.",
  () => {
    const args = ["audit", "--omit=dev", "--audit-level=high", "--json", "--fetch-retries=0"];
    const { status, stdout } = spawnSync("npm", args, { cwd: PROJECT, encoding: "utf8" });
    const answer: { error?: { summary?: string }; vulnerabilities?: object } = JSON.parse(stdout);

    expect(answer.error?.summary ?? "the registry answered").toBe("the registry answered");
    expect({ status, vulnerable: Object.keys(answer.vulnerabilities ?? {}) }).toMatchObject({ status: 0 });
  },
  120_000,
);
