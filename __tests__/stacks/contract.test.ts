import { synthesizedText } from "../fixtures/synthesized";

/** Scripts are shown as lines, for a change of one is to be read. */
function readable(key: string, value: unknown): unknown {
  return key === "studio_lifecycle_config_content"
    ? Buffer.from(String(value), "base64").toString().split("\n")
    : value;
}

/**
 * The reviewer's diff: the whole Terraform of each environment, addresses and policies included. What it must say is
 * asserted elsewhere; here a change is only shown.
 */
test.each(["dev", "staging", "prod"])("%s synthesizes to the Terraform that was last reviewed", (environment) => {
  const terraform = JSON.parse(synthesizedText(environment), readable);

  expect(terraform).toMatchSnapshot();
});

test("two syntheses of one commit are equal to the byte, wherever they run", () => {
  expect(synthesizedText("prod")).not.toContain(process.cwd());
  expect(synthesizedText("dev")).toContain('"path": "../../../terraform.dev.tfstate"');
});
