import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import type { TerraformJson } from "../constructs/fixtures/bare-stack";
import { unprovedClaims } from "../verify/fixtures/unproved-claims";
import { synthesizeBootstrap } from "./fixtures/sample-bootstrap";
import { synthesizeWithAccess } from "./fixtures/user-access-stacks";

/** The sample environment as the roles of a bootstrap stack deploy it: every role has the boundary of that stack. */
const deployed = synthesizeWithAccess({ kind: "off" }, {}, true);

function withoutDeclaration({ output, ...json }: TerraformJson): TerraformJson {
  const { perimeter_posture: posture, ...others } = output as Record<string, { value: JsonObject }>;
  const { permissions_boundaries, ...value } = posture?.value ?? {};
  expect(permissions_boundaries).toEqual(["policy/studio-perimeter-test-boundary"]);
  return { ...json, output: { ...others, perimeter_posture: { ...posture, value } } };
}

test("Every claim holds of an environment whose roles have the boundary of the bootstrap stack.", () => {
  expect(unprovedClaims(deployed)).toEqual([]);
});

test("A boundary that the posture does not declare may stop the delivery of logs.", () => {
  expect(unprovedClaims(withoutDeclaration(deployed))).toEqual([
    expect.stringMatching(
      /^everything-logged is undecided: .*the permissions boundary of aws_iam_role\.\w+ is not in the config/,
    ),
  ]);
});

test("The boundary of the bootstrap stack allows what the environment relies on.", () => {
  const environments = [{ name: "test" }];
  const bootstrap = synthesizeBootstrap({ environments });
  const { test_boundary: boundary } = bootstrap.resource.aws_iam_policy ?? {};
  const roles = Object.entries(deployed.resource.aws_iam_role ?? {}).map(([name, role]) => [
    name,
    { ...role, permissions_boundary: "${aws_iam_policy.test_boundary.arn}" },
  ]);
  const together = {
    ...withoutDeclaration(deployed),
    data: { ...bootstrap.data, ...deployed.data },
    resource: {
      ...deployed.resource,
      aws_iam_role: Object.fromEntries(roles),
      aws_iam_policy: { ...deployed.resource.aws_iam_policy, test_boundary: boundary ?? {} },
    },
  };
  expect(boundary).toBeDefined();
  expect(unprovedClaims(together)).toEqual([]);
});
