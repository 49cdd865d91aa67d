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
