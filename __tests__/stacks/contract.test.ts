import { synthesizedText } from "../synthesized";

/**
 * The reviewer's diff: the whole Terraform of each environment, addresses and policies included. What it must say is
 * asserted elsewhere; here a change is only shown.
 */
test.each(["dev", "staging", "prod"])("%s synthesizes to the Terraform that was last reviewed", (environment) => {
  const { "//": _, ...terraform } = JSON.parse(synthesizedText(environment));

  expect(terraform.terraform.required_providers.aws.version).toBe("6.25.0");
  expect(terraform).toMatchSnapshot();
});

test("two syntheses of one commit are equal to the byte, wherever they run", () => {
  expect(synthesizedText("prod")).not.toContain(process.cwd());
  expect(synthesizedText("dev")).toContain('"path": "../../../terraform.dev.tfstate"');
});
