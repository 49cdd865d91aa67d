import {
  CONCERNS,
  ROLE,
  sampleJson,
  sampleStatements,
  statementsOf,
  synthesizePermissions,
} from "../fixtures/sample-role";
import { actionsLike, faultsOf, listOf } from "../reference/iam-service-reference";
import { ACCOUNT, rendered } from "../reference/identity-policy";

const LONGEST_MANAGED_POLICY = 6144;

describe("the policies of the execution role", () => {
  test("are one for each concern, each attached to the role", () => {
    const policies = Object.keys(sampleJson.resource.aws_iam_policy ?? {}).sort();
    const attached = Object.values(sampleJson.resource.aws_iam_role_policy_attachment ?? {});

    expect(policies).toEqual(CONCERNS.map((concern) => `role_permissions_${concern}`).sort());
    expect(attached.map(({ policy_arn }) => policy_arn).sort()).toEqual(
      policies.map((policy) => `\${aws_iam_policy.${policy}.arn}`),
    );
    expect(new Set(attached.map(({ role }) => role))).toEqual(new Set(["studio-perimeter-dev-execution"]));
  });

  test("are all that the role carries, with what the company adds", () => {
    const added = `arn:aws:iam::${ACCOUNT}:policy/feature-store`;

    const { resource } = synthesizePermissions({ additionalPolicyArns: [added] });

    expect(resource.aws_iam_role_policy_attachments_exclusive?.role_permissions_only_these?.policy_arns).toEqual([
      ...CONCERNS.map((concern) => `\${aws_iam_policy.role_permissions_${concern}.arn}`),
      added,
    ]);
    expect(resource.aws_iam_role_policies_exclusive?.role_permissions_nothing_inline?.policy_names).toEqual([]);
  });

  test("are faultless by AWS's own list of actions, keys and resources", () => {
    expect(
      faultsOf(statementsOf(synthesizePermissions({ jumpStart: true, imageAccountIds: ["763104351884"] }))),
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
  ])("would be found out with %s", (_, fault, message) => {
    expect(faultsOf([{ Sid: "Fault", Effect: "Allow", ...fault }])).toEqual([expect.stringContaining(message)]);
  });

  test("fit a managed policy in the largest environment", () => {
    const id = "0123456789abcdef0";
    const key = "arn:aws-us-gov:kms:ap-southeast-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef";
    const largest = synthesizePermissions({
      name: "studio-perimeter-sixteencharacter",
      executionRoleArn: ROLE.replace("dev", "sixteencharacter"),
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
      localStorageInstanceTypes: Array.from({ length: 12 }, () => "ml.g6e.*"),
    });

    const lengths = CONCERNS.map((concern) => {
      const policy = largest.resource.aws_iam_policy?.[`role_permissions_${concern}`]?.policy;
      return rendered(String(policy), "ap-southeast-2").length;
    });

    expect(Math.max(...lengths)).toBeLessThanOrEqual(LONGEST_MANAGED_POLICY);
  });

  test("allow no action by a bare service wildcard, and none on every resource that could name one", () => {
    const allowed = sampleStatements.filter(({ Effect }) => Effect === "Allow");
    const onEverything = allowed.filter(({ Resource }) => listOf(Resource ?? "").includes("*"));

    expect(allowed.flatMap(({ Action }) => listOf(Action)).filter((action) => action.endsWith(":*"))).toEqual([]);
    expect(
      onEverything
        .filter(({ Condition }) => Condition === undefined)
        .flatMap(({ Action }) => listOf(Action))
        .flatMap((pattern) => actionsLike(pattern))
        .filter(({ isWildcardOnly, accessLevel }) => !isWildcardOnly && !/^(Read|List)$/.test(accessLevel)),
    ).toEqual([]);
  });

  test("attach no policy of AWS", () => {
    expect(JSON.stringify(sampleJson.resource)).not.toContain("iam::aws:policy");
  });
});
