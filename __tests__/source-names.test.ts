import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const project = join(__dirname, "..");
const folders = ["aws", "cli", "constraints", "constructs", "drawing", "envs", "functions", "ip", "page", "rehearsal"];
const moreFolders = ["review", "smoke", "stacks", "tools", "verify"];

const sources = [...folders, ...moreFolders].flatMap((folder) =>
  readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

/** A declared function whose name starts like a question, with the type that it returns. */
const question =
  /\bfunction ((?:is|has|can)[A-Z]\w*)(?:<[^(]*>)?\((?:[^()]|\([^()]*\))*\)(?:: ((?:[^{;]|\{(?=[^\n]*\}))+?))? \{\n/g;

/** Types that answer a question. */
const answers = /^(?:boolean|Promise<boolean>|ThreeValued|"yes"|"no"|asserts |\w+ is )|=> boolean$/;

function misnamedIn(text: string): readonly string[] {
  return [...text.matchAll(question)].flatMap(([, name = "", type]) =>
    type === undefined || answers.test(type) ? [] : [`${name}: ${type.trim()}`],
  );
}

const stackedComments = /\*\/\n\s*\/\*\*/;

test("A function that is named like a question, such as isPrivate, answers it.", () => {
  expect(sources.length).toBeGreaterThan(1000);
  expect(misnamedIn("function isPrivate(block: Expression): Expression {\n")).toEqual(["isPrivate: Expression"]);
  expect(misnamedIn("function isOpen({ kind }: Rule, test: (rule: Rule) => boolean): boolean {\n")).toEqual([]);
  expect(
    sources.flatMap((file) => misnamedIn(readFileSync(join(project, file), "utf8")).map((one) => `${file}: ${one}`)),
  ).toEqual([]);
});

test("Each doc comment stands before what it describes, and not before another doc comment.", () => {
  expect(stackedComments.test("/** One. */\n/** Two. */\nfunction two() {}")).toBe(true);
  expect(sources.filter((file) => stackedComments.test(readFileSync(join(project, file), "utf8")))).toEqual([]);
});
