import { exportableEnvironment } from "../../../../cli/commands/support/exported-modules";
import { requireEnvironments } from "../../../../envs/validation/parse-environments";
import { sampleEnvironment, TODAY } from "../../../envs/fixtures/sample-environment";
import { existingEnvironment, spokeEnvironment } from "../../../stacks/fixtures/enterprise-environments";

const [own, central, existing] = requireEnvironments(
  [sampleEnvironment, spokeEnvironment, { ...existingEnvironment, egress: { kind: "none" } }],
  TODAY,
);

test("An environment that creates its VPC has a module.", () => {
  expect(exportableEnvironment("test", own)).toBe(own);
});

test.each([
  ["central egress", central, "x: egress.kind: has no module, got central; deploy the environment from this project"],
  [
    "an existing network",
    existing,
    "x: network.kind: has no module, got existing; deploy the environment from this project",
  ],
  ["an inspection VPC", undefined, "x: kind: has no module, got inspection; deploy the environment from this project"],
])("An environment with %s has no module, which one line says.", (_what, environment, line) => {
  expect(() => exportableEnvironment("x", environment)).toThrow(line);
});
