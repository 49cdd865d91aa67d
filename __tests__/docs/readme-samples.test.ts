import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { textReport } from "../../verify/report/text-report";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";

const ROOT = join(__dirname, "..", "..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");

/** The lines that README.md shows below a command, without their indentation. */
function sampleOf(command: string): readonly string[] {
  const [, after = ""] = readme.split(`    $ ${command}\n`);
  const [sample = ""] = after.split(/\n(?=\S)/);
  return sample
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

test("README.md shows lines that verify prints about a source system, shortened at `…`", () => {
  const file = "__tests__/sources/terraform/s4/main.tf.json";
  const configuration = readConfiguration(JSON.parse(readFileSync(join(ROOT, file), "utf8")), file);
  const subject = { configuration, posture: readPosture(configuration) };
  const stack = { name: file, file, subject, claimResults: decideClaims(subject) };
  const printed = textReport([stack], { color: false, detail: "unproved" });

  const sample = sampleOf(`studio-perimeter verify --file ${file}`);
  const pieces = sample.flatMap((line) => line.split("…").map((piece) => piece.trim()));

  expect(sample.length).toBeGreaterThan(10);
  expect(pieces.filter((piece) => !printed.includes(piece))).toEqual([]);
});
