import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ignoredEdits, readIgnoringResources } from "../../../../cli/commands/support/ignored-edits";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";
import { synthesizedText } from "../../../fixtures/synthesized";
import { writeStackFile } from "../../fixtures/output-folder";
import { editedStack } from "../../operations/fixtures/studio-domain";

test("build says which edit of a domain setting no deployment applies, and which command does", () => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-ignored-"));
  const stack: JsonObject = JSON.parse(synthesizedText("dev"));
  writeStackFile(folder, "dev", JSON.stringify(stack));
  const before = readIgnoringResources(folder);
  expect(ignoredEdits(before, before)).toEqual([]);
  writeStackFile(folder, "dev", JSON.stringify(editedStack(stack)));
  const after = readIgnoringResources(folder);
  rmSync(folder, { recursive: true });
  expect(ignoredEdits(before, after)).toEqual([
    expect.stringMatching(
      /^dev: aws_sagemaker_domain\.studio_domain: Terraform ignores the change of \S+idle_timeout_in_minutes from 60 to 90; SageMaker UpdateDomain applies it: studio-perimeter apply-domain-settings dev$/,
    ),
  ]);
  expect(ignoredEdits(new Map(), after)).toEqual([]);
});

test("a folder that nobody synthesized into, and a broken file, have no ignored settings", () => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-ignored-"));
  expect(readIgnoringResources(folder)).toEqual(new Map());
  writeStackFile(folder, "dev", "{");
  expect(readIgnoringResources(folder)).toEqual(new Map([["dev", []]]));
  rmSync(folder, { recursive: true });
});
