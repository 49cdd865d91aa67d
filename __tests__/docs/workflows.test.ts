import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "..", "..", ".github", "workflows");
const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);

test.each(workflows)("the workflow %s pins every action to a full commit", (_, text) => {
  const used = text.match(/uses: .*/g) ?? [];

  expect(used.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test.each(workflows)(
  "the workflow %s grants jobs only the permissions that they request, and never gives code of a pull request the rights of the base branch",
  (_, text) => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    expect(text).not.toMatch(/pull_request_target|secrets\./);
  },
);

test.each([
  ["0", "code=0"],
  ["1", "code=1"],
  ["2", "code=2"],
  ["3", "approval=1 code=0"],
])("the review workflow turns exit code %s of review into %s: only 3 asks for approval", (status, expected) => {
  const text = readFileSync(join(folder, "review.yml"), "utf8");
  const [script = ""] = /^ +code=0$.*?^ +echo "code=.*?$/ms.exec(text) ?? [];
  const run = `output=$(mktemp); GITHUB_OUTPUT=$output\nnode() { return ${status}; }\n${script}\ncat "$output"; rm "$output"`;

  expect(execFileSync("bash", ["-e", "-c", run], { encoding: "utf8" }).trim().split("\n").join(" ")).toBe(expected);
  expect(text).toMatch(/^ {4}if: needs\.review\.outputs\.approval == '1'$/m);
});
