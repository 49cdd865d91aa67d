import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const project = join(__dirname, "..", "..");

/** Files whose names of the commercial partition are meant, with the reason. */
const COMMERCIAL: Readonly<Record<string, string>> = {
  "constructs/endpoints/endpoint-catalog.ts": "templates, which endpoint-names.ts translates",
  "stacks/module/module-probe.ts": "modules support Regions of the commercial partition only",
  "stacks/module/module-tests.ts": "the same",
  "stacks/module/module-examples.ts": "the same",
  "stacks/module/substitute-inputs.ts": "the same",
  "stacks/module/input-rules.ts": "the same",
  "rehearsal/fake-aws/data-sources.ts": "the catalog of AWS managed policies is of the commercial partition",
  "rehearsal/fake-aws/example-values.ts": "an example of an ARN of no service",
  "rehearsal/aws-validation/network/create-prerequisites.ts": "advice, with the form of an example",
  "envs/schema/string-formats.ts": "the same",
  "stacks/module/inputs/account-inputs.ts": "the same",
  "verify/question/request/request-question.ts": "the same",
};

const parts = ["constructs", "envs", "functions", "rehearsal", "smoke", "stacks", "verify"];

const sources = parts.flatMap((part) =>
  readdirSync(join(project, part), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(part, file)),
);

/** A host with a region, or an ARN, that is right in the commercial partition only. Texts in comments do not count. */
const COMMERCIAL_LITERAL =
  /(?:region(?:"\))?\}|<region>|[a-z]{2}-[a-z]+-\d)\.(?:amazonaws\.com(?!\.cn)|api\.aws|on\.aws|app\.aws|sagemaker\.aws)|\barn:aws:/;

function literalsIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => COMMERCIAL_LITERAL.test(line) && !/^\s*(?:\*|\/\/|\/\*)/.test(line));
}

test("No source but those of a list writes a regional host or an ARN of the commercial partition as a literal.", () => {
  expect(sources.length).toBeGreaterThan(500);
  expect(
    sources
      .filter((file) => COMMERCIAL[file] === undefined)
      .flatMap((file) =>
        literalsIn(readFileSync(join(project, file), "utf8")).map((line) => `${file}: ${line.trim()}`),
      ),
  ).toEqual([]);
});

test("Every file of the list has such a literal, and a literal is found.", () => {
  const unneeded = Object.keys(COMMERCIAL).filter(
    (file) => literalsIn(readFileSync(join(project, file), "utf8")).length === 0,
  );

  expect(unneeded).toEqual([]);
  expect(literalsIn("const host = `sts.${region}.amazonaws.com`;")).toHaveLength(1);
  expect(literalsIn("const host = `sts.${region}.amazonaws.com.cn`;")).toEqual([]);
});
