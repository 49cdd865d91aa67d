import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** Every document that git tracks, with its text. Code blocks are left out: they show commands and output. */
const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((path) => path !== "")
  .map((path) => ({ path, text: withoutCodeBlocks(readFileSync(join(ROOT, path), "utf8")) }));

const scripts = Object.keys(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).scripts);

/** Folders whose paths documents quote in code style. */
const SOURCE_PATH =
  /^(?:__tests__|aws|benchmarks|cli|constructs|docs|drawing|envs|functions|ip|rehearsal|review|stacks|tools|verify)\/[\w./-]*$/;

function withoutCodeBlocks(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, "").replaceAll(/^ {4,}.*$/gm, "");
}

/** The anchors that GitHub gives to the headings of a document. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}

/** The targets of links and pictures, without those on the internet. */
function linkTargetsOf(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target).filter((url) => !/^\w+:/.test(url));
}

function codeSpansOf(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
}

function isBroken(from: string, target: string): boolean {
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(ROOT, path))) {
    return true;
  }
  return anchor !== undefined && !anchorsOf(readFileSync(join(ROOT, path), "utf8")).includes(anchor);
}

test("every relative link of every document leads to a file, and every anchor to a heading", () => {
  const links = documents.flatMap(({ path, text }) => linkTargetsOf(text).map((target) => [path, target] as const));

  expect(links.length).toBeGreaterThan(40);
  expect(links.filter(([path, target]) => isBroken(path, target))).toEqual([]);
});

test("every path in code style in a document exists", () => {
  const paths = documents.flatMap(({ path, text }) =>
    codeSpansOf(text)
      .filter((span) => SOURCE_PATH.test(span))
      .map((span) => [path, span] as const),
  );

  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter(([, span]) => !existsSync(join(ROOT, span)))).toEqual([]);
});

test("every npm script that a document names is in package.json", () => {
  const named = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = ""]) => [path, script] as const),
  );

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(([, script]) => !scripts.includes(script))).toEqual([]);
});
