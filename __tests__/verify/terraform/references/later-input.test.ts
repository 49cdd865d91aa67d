/** @jest-environment node */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { laterInput, waysToDecide } from "../../../../verify/terraform/references/later-input";
import type { TerraformConfiguration } from "../../../../verify/terraform/terraform-configuration";

type Input = Pick<TerraformConfiguration, "form" | "unanswered">;

test.each<[input: string, given: Input, advice: string]>([
  ["a folder that is read alone", { form: "synthesized" }, "; set it, verify a plan, or join the state"],
  [
    "a folder that was planned here",
    { form: "plan", unanswered: [] },
    "; set it, verify a plan of the account, or join the state",
  ],
  ["a plan of an account", { form: "plan" }, "; set it, verify the state after the apply, or join the state"],
  ["a state", { form: "state" }, "; set it, or join the state"],
])("Advice on %s names an input that holds more than it does.", (_, given, advice) => {
  expect(waysToDecide(given, "set it", laterInput, "join the state")).toBe(advice);
});

test("Advice without a way to decide is empty.", () => {
  expect(waysToDecide({ form: "state" }, laterInput)).toBe("");
});

test("Only one place of verify says whether a plan or the state after the apply decides.", () => {
  const root = join(__dirname, "../../../../verify");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const advising = files.filter((name) =>
    /verify (?:a plan|the state after)/.test(withoutComments(readFileSync(join(root, name), "utf8"))),
  );

  expect(advising).toEqual([join("terraform", "references", "later-input.ts")]);
});

function withoutComments(code: string): string {
  return code.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "");
}
