import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { scripts } from "../../package.json";

const project = join(__dirname, "..", "..");
const read = (name: string): string => readFileSync(join(project, name), "utf8");

test("the container has one base with a digest, copies what the build needs, and ends as a user without rights", () => {
  const lines = read("Dockerfile").split("\n");
  const bases = lines.flatMap((line) => (line.startsWith("FROM ") ? [line.split(" ")[1]] : []));
  const users = lines.filter((line) => line.startsWith("USER "));

  expect(bases).toHaveLength(2);
  expect(new Set(bases).size).toBe(1);
  expect(bases[0]).toMatch(/^node:22-[\w-]+@sha256:[0-9a-f]{64}$/);
  expect(users).toEqual(["USER 1000:1000"]);
  expect(scripts).toHaveProperty("package");
});

test("the container is built from every folder that the program is compiled from, and from nothing that is ignored by version control", () => {
  const { include } = JSON.parse(read("tsconfig.build.json"));
  const copied = read(".dockerignore")
    .split("\n")
    .filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1));

  expect(copied).toEqual(expect.arrayContaining(include));
  expect(copied.filter((name) => !name.includes("*") && !existsSync(join(project, name)))).toEqual([]);
  expect(copied.filter((name) => read(".gitignore").includes(`${name}/`))).toEqual([]);
});

test("every file that the container copies by name is under version control and not ignored, so that a clean checkout has it", () => {
  const sources = read("Dockerfile")
    .split("\n")
    .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
    .flatMap((line) => line.split(" ").slice(1, -1))
    .filter((source) => source !== ".");
  const tracked = execFileSync("git", ["ls-files", ...sources], { cwd: project, encoding: "utf8" })
    .trim()
    .split("\n");
  const allowed = read(".dockerignore").split("\n");

  expect(sources.length).toBeGreaterThan(2);
  expect(tracked.toSorted()).toEqual(sources.toSorted());
  expect(sources.filter((source) => !allowed.includes(`!${source}`))).toEqual([]);
});

test("the hook definition runs a command of the program in the container", () => {
  const [hook, ...others] = parse(read(".pre-commit-hooks.yaml"));

  expect(others).toEqual([]);
  expect(hook).toMatchObject({ entry: "studio-perimeter verify", language: "docker", pass_filenames: false });
  expect(["a.tf", "b/c.tf.json", "x.tfvars", "x.md"].filter((name) => new RegExp(hook.files).test(name))).toEqual([
    "a.tf",
    "b/c.tf.json",
    "x.tfvars",
  ]);
});

test("every night builds the container and verifies a folder in it without a network", () => {
  const { jobs } = parse(read(join(".github", "workflows", "nightly.yml")));
  const commands: readonly string[] = jobs.container.steps.map(({ run = "" }: { run?: string }) => run);
  const documented = /docker run (.*) studio-perimeter verify/.exec(read(join("docs", "adopt.md")))?.[1] ?? "";

  expect(commands).toContain("docker build --tag studio-perimeter .");
  expect(documented).toContain("--network none");
  expect(commands.at(-1)).toContain("docker run --rm --network none --volume");
  expect(commands.at(-1)).toContain(':/work:ro" studio-perimeter verify main.tf.json');
});
