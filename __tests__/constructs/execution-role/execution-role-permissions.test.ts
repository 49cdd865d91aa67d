import {
  EXECUTION_ROLE_ARN,
  executionRoleJson,
  executionRoleStatements,
  PERMISSION_GROUPS,
  sampleExecutionRoleStatements,
  synthesizeExecutionRolePermissions,
} from "../fixtures/sample-execution-role";
import { actionsMatching, asList, statementErrors } from "../reference/iam-service-reference";
import { ACCOUNT, renderReferences } from "../reference/identity-policy-evaluator";

const LONGEST_MANAGED_POLICY = 6144;

describe("the policies of the execution role", () => {
  test("the policies of the execution role are one for each concern, each attached to the role", () => {
    const policies = Object.keys(executionRoleJson.resource.aws_iam_policy ?? {}).sort();
    const attached = Object.values(executionRoleJson.resource.aws_iam_role_policy_attachment ?? {});

    expect(policies).toEqual(PERMISSION_GROUPS.map((concern) => `role_permissions_${concern}`).sort());
    expect(attached.map(({ policy_arn }) => policy_arn).sort()).toEqual(
      policies.map((policy) => `\${aws_iam_policy.${policy}.arn}`),
    );
    expect(new Set(attached.map(({ role }) => role))).toEqual(new Set(["studio-perimeter-dev-execution"]));
  });

  test("the policies of the execution role are all that the role carries, with what the company adds", () => {
    const added = `arn:aws:iam::${ACCOUNT}:policy/feature-store`;

    const { resource } = synthesizeExecutionRolePermissions({ additionalPolicyArns: [added] });

    expect(resource.aws_iam_role_policy_attachments_exclusive?.role_permissions_only_these?.policy_arns).toEqual([
      ...PERMISSION_GROUPS.map((concern) => `\${aws_iam_policy.role_permissions_${concern}.arn}`),
      added,
    ]);
    expect(resource.aws_iam_role_policies_exclusive?.role_permissions_nothing_inline?.policy_names).toEqual([]);
  });

  test("the policies of the execution role name only actions, condition keys and resources that AWS lists", () => {
    expect(
      statementErrors(
        executionRoleStatements(
          synthesizeExecutionRolePermissions({ jumpStart: true, imageAccountIds: ["763104351884"] }),
        ),
      ),
    ).toEqual([]);
  });

  test.each([
    ["an action that does not exist", { Action: "s3:HeadObject", Resource: "*" }, "no such action s3:HeadObject"],
    [
      "an action on a resource it does not act on",
      { Action: "ecr:GetAuthorizationToken", Resource: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/x` },
      "acts on none of",
    ],
    [
      "a key that the action does not carry",
      { Action: "sagemaker:CreateTransformJob", Condition: { Null: { "sagemaker:VpcSubnets": "true" } } },
      "does not carry sagemaker:VpcSubnets",
    ],
  ])("the policies of the execution role would be found out with %s", (_, fault, message) => {
    expect(statementErrors([{ Sid: "Fault", Effect: "Allow", ...fault }])).toEqual([expect.stringContaining(message)]);
  });

  test("the policies of the execution role fit a managed policy in the largest environment", () => {
    const id = "0123456789abcdef0";
    const key = "arn:aws-us-gov:kms:ap-southeast-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef";
    const largest = synthesizeExecutionRolePermissions(
      {
        executionRoleArn: EXECUTION_ROLE_ARN.replace("dev", "sixteencharacter"),
        domainId: "d-0123456789ab",
        vpcId: `vpc-${id}`,
        subnetIds: Array.from({ length: 6 }, () => `subnet-${id}`),
        securityGroupIds: Array.from({ length: 4 }, () => `sg-${id}`),
        bucketArns: ["data", "models"].map(
          (use) => `arn:aws-us-gov:s3:::studio-perimeter-sixteencharacter-${use}-${ACCOUNT}`,
        ),
        bucketKeyArn: key,
        studioKeyArn: key,
        imageAccountIds: Array.from({ length: 10 }, () => ACCOUNT),
        jumpStart: true,
      },
      { name: "studio-perimeter-sixteencharacter" },
    );

    const lengths = PERMISSION_GROUPS.map((concern) => {
      const policy = largest.resource.aws_iam_policy?.[`role_permissions_${concern}`]?.policy;
      return renderReferences(String(policy), "ap-southeast-2").length;
    });

    expect(Math.max(...lengths)).toBeLessThanOrEqual(LONGEST_MANAGED_POLICY);
  });

  test("the policies of the execution role allow no action by a bare service wildcard, and none on every resource that could name one", () => {
    const allowed = sampleExecutionRoleStatements.filter(({ Effect }) => Effect === "Allow");
    const onEverything = allowed.filter(({ Resource }) => asList(Resource ?? "").includes("*"));

    expect(allowed.flatMap(({ Action }) => asList(Action)).filter((action) => action.endsWith(":*"))).toEqual([]);
    expect(
      onEverything
        .filter(({ Condition }) => Condition === undefined)
        .flatMap(({ Action }) => asList(Action))
        .flatMap((pattern) => actionsMatching(pattern))
        .filter(({ isWildcardOnly, accessLevel }) => !isWildcardOnly && !/^(Read|List)$/.test(accessLevel)),
    ).toEqual([]);
  });

  test("the policies of the execution role attach no policy of AWS", () => {
    expect(JSON.stringify(executionRoleJson.resource)).not.toContain("iam::aws:policy");
  });
});
