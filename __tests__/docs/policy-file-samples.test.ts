import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePolicy } from "../../cli/policy/parse-policy";
import { postureFields } from "../../cli/policy/policy-schema";

const policyFields: readonly string[] = [...postureFields, "accepted"];

/** What an example about one field leaves out. */
const shortestPosture = "posture: isolated\nlog_retention_days: 30\n";

/** The policy files of a page: indented blocks that begin with a field of the file. */
function policyBlocks(page: string): readonly string[] {
  const text = readFileSync(join(__dirname, "../../docs", page), "utf8");
  return [...text.matchAll(/(?:^ {4}.*\n|^\n(?= {4}))+/gm)]
    .map(([block]) => block.replace(/^ {4}/gm, "").trim())
    .filter((block) => policyFields.includes(/^(\w+):/.exec(block)?.[1] ?? ""));
}

/** Files of environments share other fields with policy files, and `accepted` is a field of policy files alone. */
const samples = ["adopt.md", "accepting.md"].flatMap((page) =>
  policyBlocks(page)
    .filter((block) => page === "adopt.md" || block.startsWith("accepted:"))
    .map((block): [string, string, string] => [page, block.split("\n", 1)[0] ?? "", block]),
);

test("docs/adopt.md shows a whole policy file and what to declare about a network of another team.", () => {
  expect(samples.filter(([page]) => page === "adopt.md").map(([, first]) => first)).toEqual([
    "posture: isolated",
    "elsewhere:",
  ]);
});

test.each(samples)(
  "The policy file of docs/%s that begins with `%s` is accepted as it is printed.",
  (page, _, block) => {
    const whole = /^posture:/m.test(block) ? block : `${shortestPosture}${block}`;

    expect(() => parsePolicy(whole, page)).not.toThrow();
  },
);
