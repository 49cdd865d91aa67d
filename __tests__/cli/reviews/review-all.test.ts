import fs, { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";
import { runCli } from "../fixtures/cli-run";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-review-all-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (...path: readonly string[]) => join(folder, ...path);

/** A stack that declares a perimeter and holds next to nothing of it. */
function bare(days: number, address = "main"): string {
  const declared = { posture: "isolated", allowed_domains: [], protections: false, deployers: [], break_glass: [] };
  const value = { ...declared, log_retention_days: days };
  return JSON.stringify({
    resource: { aws_vpc: { [address]: { cidr_block: "10.0.0.0/16" } } },
    output: { perimeter_posture: { value } },
  });
}

function write(side: "before" | "after", name: string, text: string): void {
  const path = at(side, name, "cdk.tf.json");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

interface Result {
  readonly name: string;
  readonly marker: string;
  readonly comment: string;
  readonly result: string;
  readonly kind?: string;
  readonly outcome?: string;
  readonly message?: string;
}

async function reviewAll(...options: readonly string[]): Promise<{
  readonly code: number;
  readonly out: string;
  readonly stacks: readonly Result[];
}> {
  const folders = [at("before"), at("after"), "--output", at("reviews")];
  const { code, out } = await runCli(["review", "--all", ...folders, ...options]);
  return { code, out, stacks: JSON.parse(readFileSync(at("reviews", "reviews.json"), "utf8")).stacks };
}

test("review --all leaves a comment for each stack: changed, unchanged, new, gone and unreadable", async () => {
  write("before", "changed", bare(90));
  write("after", "changed", bare(30));
  write("before", "same", bare(90));
  write("after", "same", bare(90));
  write("after", "new", bare(90));
  write("before", "old", bare(90));
  write("before", "torn", bare(90));
  write("after", "torn", "{");

  const { code, out, stacks } = await reviewAll();

  expect(code).toBe(2);
  expect(stacks.map(({ name, result, kind }) => [name, kind ?? result])).toEqual([
    ["changed", "changes"],
    ["new", "creates"],
    ["old", "destroys"],
    ["same", "nothing"],
    ["torn", "failed"],
  ]);
  for (const { name, marker, comment } of stacks) {
    expect(marker).toBe(`<!-- studio-perimeter review ${name} -->`);
    expect(comment.startsWith(`${marker}\n### ${name}: `)).toBe(true);
  }
  expect(stacks.at(-1)?.comment).toMatch(/### torn: could not be reviewed\n\n.*not JSON/);
  expect(out.trimEnd().split("\n")).toHaveLength(5);
  expect(readFileSync(at("reviews", "summary.md"), "utf8").match(/^### /gm)).toHaveLength(5);
});

describe("an entry of every stack that only one stack uses", () => {
  /** Two stacks, of which the first one keeps its logs for a shorter time, and a policy file that accepts that and other findings. */
  async function acceptShorterRetention(...others: readonly string[]): Promise<void> {
    for (const [name, days] of [
      ["one", 30],
      ["two", 90],
    ] as const) {
      write("before", name, bare(90));
      write("after", name, bare(days));
    }
    const first = (side: "before" | "after") => at(side, "one", "cdk.tf.json");
    const { out } = await runCli(["review", first("after"), "--before", first("before"), "--format", "json"]);
    const [{ text, addresses }] = JSON.parse(out).differences;
    const entry = { address: addresses, reason: "moves", owner: "team", until: A_YEAR_FROM_NOW };
    const accepted = [text, ...others].map((finding) => ({ ...entry, finding }));
    writeFileSync(at("policy.json"), JSON.stringify({ accepted }));
  }

  const remarks = ({ stacks }: { readonly stacks: readonly Result[] }) =>
    stacks.map(({ comment }) => [/accepted until/.test(comment), /accepts nothing/.test(comment)]);

  test("review --all warns of an entry of every stack only where no stack uses it", async () => {
    await acceptShorterRetention();
    expect(remarks(await reviewAll("--policy", at("policy.json")))).toEqual([
      [true, false],
      [false, false],
    ]);

    await acceptShorterRetention("nobody has this");
    expect(remarks(await reviewAll("--policy", at("policy.json")))).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  test("review --all reviews each stack once, also one that does not use what another one uses", async () => {
    await acceptShorterRetention();
    const reads = jest.spyOn(fs, "openSync");

    try {
      await reviewAll("--policy", at("policy.json"));

      const read = reads.mock.calls.map(([path]) => String(path)).filter((path) => path.endsWith("cdk.tf.json"));
      expect(read.toSorted()).toEqual(
        ["after", "before"].flatMap((side) => ["one", "two"].map((name) => join(folder, side, name, "cdk.tf.json"))),
      );
    } finally {
      reads.mockRestore();
    }
  });
});

test("review --all fails every stack where one of the syntheses failed, so that no earlier comment stays", async () => {
  write("before", "dev", bare(90));
  write("before", "prod", bare(90));

  const { code, stacks } = await reviewAll();

  expect(code).toBe(2);
  expect(stacks.map(({ result }) => result)).toEqual(["failed", "failed"]);
  expect(stacks[0]?.message).toMatch(/\/after: no such folder; pass the output folder of npx cdktf synth$/);
});

test("review --all asks for the approval of a stack that is gone, and of a new bootstrap stack, whatever its name", async () => {
  write("before", "dev", bare(90));
  write("after", "dev", bare(90));
  write("before", "old", bare(90));
  write("after", "bootstrap-evil", bare(90));

  const { stacks } = await reviewAll();

  expect(stacks.find(({ name }) => name === "old")).toMatchObject({
    outcome: "needs approval",
    comment: expect.stringContaining("**Needs approval**"),
  });
  expect(stacks.find(({ name }) => name === "bootstrap-evil")?.outcome).not.toBe("nothing to approve");
});

test("review --all does not let a hostile name of a stack take the comment of another one", async () => {
  write("before", "dev", bare(90));
  write("after", "dev", bare(90));
  write("after", "dev --><b>", bare(90));

  const { code, stacks } = await reviewAll();

  expect(code).toBe(2);
  expect(new Set(stacks.map(({ marker }) => marker)).size).toBe(2);
  expect(stacks.find(({ name }) => name !== "dev")).toMatchObject({ result: "failed" });
});

test.each([
  ["no folder", ["review", "--all"], /^review: --all needs two folders, got none; /],
  ["one folder", ["review", "--all", "x"], /^review: --all needs two folders, got x; /],
  [
    "an option of a single file",
    ["review", "--all", "x", "y", "--name", "z"],
    /^review: --all takes no --name, which belongs to one stack; pass two folders$/m,
  ],
  [
    "two missing folders",
    ["review", "--all", "x", "y"],
    /^x: no such folder; pass the output folder of npx cdktf synth\ny: no such folder; /,
  ],
  ["comment without a folder", ["comment"], /^comment: needs one folder, got none; /],
  ["comment without a pull request", ["comment", "x"], /^--pull-request: not a pull request, got none; /],
  [
    "a pull request without a number",
    ["comment", "x", "--pull-request", "a/b"],
    /^--pull-request: .* got a\/b; pass OWNER/,
  ],
  ["comments that nobody wrote", ["comment", "x", "--pull-request", "a/b#1"], /^x\/reviews\.json: no such file/],
])("review --all and comment print one line and exit with 2: %s", async (_, args, message) => {
  const { code, out, err } = await runCli(args);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
});

describe("comments in a pull request, with a gh that records its calls", () => {
  /** A `gh` that lists known comments and writes each other call to a file. */
  function installGh(
    known: readonly { readonly id: number; readonly login: string; readonly first: string }[],
    refuses = "",
  ): void {
    mkdirSync(at("bin"));
    const program = `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
if (args.includes("--paginate")) {
  process.stdout.write(${JSON.stringify(known.map((one) => `${JSON.stringify(one)}\n`).join(""))});
} else {
  const call = { args, ...JSON.parse(readFileSync(0, "utf8")) };
  if (call.body.includes(${JSON.stringify(refuses)} || "\\0")) {
    process.stderr.write("HTTP 403\\nmore\\n");
    process.exit(1);
  }
  appendFileSync(${JSON.stringify(at("calls"))}, JSON.stringify(call) + "\\n");
}
`;
    writeFileSync(at("bin", "gh"), program);
    chmodSync(at("bin", "gh"), 0o755);
  }

  const calls = (): readonly { readonly args: readonly string[]; readonly body: string }[] =>
    readFileSync(at("calls"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  const comment = () =>
    runCli(["comment", at("reviews"), "--pull-request", "example/perimeter#12"], { PATH: at("bin") });
  const marker = (name: string) => `<!-- studio-perimeter review ${name} -->`;
  const bot = "github-actions[bot]";

  test("a resource whose name says that all is clear suppresses no comment and is no heading", async () => {
    write("before", "dev", bare(90));
    write("after", "dev", bare(30, "x`\n\n### All clear: changes nothing\n\n<!-- studio-perimeter review prod -->"));
    await reviewAll();
    installGh([]);

    expect(await comment()).toMatchObject({ code: 0, out: "1 comments in example/perimeter#12, 0 failed\n" });
    const [call, ...others] = calls();
    expect(others).toEqual([]);
    expect(call?.args).toEqual([
      "api",
      "--method",
      "POST",
      "repos/example/perimeter/issues/12/comments",
      "--input",
      "-",
    ]);
    expect(call?.body.match(/^#+ .*$/gm)).toEqual([expect.stringMatching(/^### dev: /)]);
    expect(call?.body.match(/^<!--/gm)).toHaveLength(1);
  });

  test("comments of an earlier push are replaced in every case, those of others are left, and those on no stack say so", async () => {
    write("before", "dev", bare(90));
    write("before", "prod", bare(90));
    write("after", "dev", "{");
    await reviewAll();
    installGh([
      { id: 1, login: bot, first: marker("dev") },
      { id: 2, login: "mallory", first: marker("prod") },
      { id: 3, login: bot, first: marker("staging") },
      { id: 4, login: bot, first: "another workflow" },
    ]);

    expect((await comment()).code).toBe(0);
    expect(calls().map(({ args, body }) => [args[2], args[3], body.split("\n")[1]])).toEqual([
      ["PATCH", "repos/example/perimeter/issues/comments/1", "### dev: could not be reviewed"],
      ["POST", "repos/example/perimeter/issues/12/comments", expect.stringMatching(/^### prod: destroys/)],
      ["PATCH", "repos/example/perimeter/issues/comments/3", "### staging: no longer part of this change"],
    ]);
  });

  test("a comment that GitHub refuses does not keep the others back, and comment exits with 2", async () => {
    write("before", "dev", bare(90));
    write("before", "prod", bare(90));
    write("after", "dev", bare(90));
    await reviewAll();
    installGh([], "### dev");

    const { code, err } = await comment();

    expect(code).toBe(2);
    expect(err).toBe("gh api repos/example/perimeter/issues/12/comments: failed, got HTTP 403\n");
    expect(calls()).toHaveLength(1);
  });
});
