import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Account } from "../../../constructs/context/account";
import { policyDocument, type Statement } from "../../../constructs/iam/policy-document";
import { deploymentBoundaryStatements } from "../../../constructs/pipeline/deployment-boundary";
import { SELF_SERVICE_PERMISSIONS } from "../../../constructs/pipeline/terraform-permissions/self-service-permissions";
import type { TerraformServicePermissions } from "../../../constructs/pipeline/terraform-permissions/terraform-service-permissions";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { synthesizeSelfService } from "../fixtures/sample-self-service";
import { actionsMatching, asList, matchesWildcard, statementErrors } from "../reference/iam-service-reference";
import { ACCOUNT, evaluateIdentityPolicies, identityPolicyStatements } from "../reference/identity-policy-evaluator";

const NAME = "studio-perimeter-test";
const json = synthesizeSelfService();

/** Statements as Terraform would render them. */
function statementsIn(build: (account: Account) => readonly Statement[]): readonly Statement[] {
  const sample = synthesizeInBareStack((stack) => {
    new IamPolicy(stack, "sample", { policy: policyDocument(build(new Account(stack, "account"))) });
  });
  return identityPolicyStatements(sample, "aws_iam_policy", "sample");
}

describe("the permissions of a deployment", () => {
  const services: readonly TerraformServicePermissions[] = Object.values(SELF_SERVICE_PERMISSIONS);
  const granted = statementsIn((account) =>
    services.flatMap(
      (
        {
          resourceArns: resources,
          readActions: reads,
          writeActions: writes,
          unscopedReadActions: readsAnywhere,
          unscopedWriteActions: writesAnywhere,
        },
        index,
      ) => [
        {
          Sid: `Own${index}`,
          Effect: "Allow",
          Action: [...reads, ...writes],
          Resource: resources({
            kind: "studio",
            environment: "test",
            name: NAME,
            account,
            stateAccount: account,
            protectedPrincipalArns: [],
          }),
        },
        { Sid: `Anywhere${index}`, Effect: "Allow", Action: [...readsAnywhere, ...writesAnywhere], Resource: "*" },
      ],
    ),
  );

  test("the deployment permissions cover every type that self-service adds to a stack", () => {
    const own = services.flatMap(({ resourceTypes: types }) => types);
    const elsewhere = /^aws_(iam|s3_bucket|cloudwatch|kms|vpc|security_group)/;

    expect(Object.keys(json.resource).filter((type) => !elsewhere.test(type) && !own.includes(type))).toEqual([]);
  });

  test("the deployment permissions name actions that exist, on resources that they act on", () => {
    expect(statementErrors(granted)).toEqual([]);
  });

  test("the deployment permissions call no function and open no URL", () => {
    const actions = granted.flatMap(({ Action }) => asList(Action));

    expect(actions.filter((action) => /:Invoke|Presigned|AssumeRole|Provision(ed)?Product$/.test(action))).toEqual([]);
  });
});

describe("the boundary of self-service", () => {
  const boundary = statementsIn((account) => deploymentBoundaryStatements({ kind: "studio", name: NAME, account }));

  test.each(["url_role_function", "url_presign_urls", "launch_products", "developer_role_products"])(
    "the self-service boundary leaves the role of %s all that it is granted",
    (name) => {
      const allowed = identityPolicyStatements(json, "aws_iam_policy", `self_service_${name}`).filter(
        ({ Effect }) => Effect === "Allow",
      );
      const cut = allowed
        .flatMap(({ Action }) => asList(Action))
        .filter(
          (action) =>
            !boundary.some((statement) =>
              asList(statement.Action).some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase())),
            ),
        );

      expect(cut).toEqual([]);
    },
  );

  test("the self-service boundary lets no role but the presign role be assumed", () => {
    const assume = (role: string) =>
      evaluateIdentityPolicies(boundary, {
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      });

    expect([`${NAME}-presign`, `${NAME}-apply`, "admin"].map(assume)).toEqual([
      "allowed",
      "not allowed",
      "not allowed",
    ]);
  });

  test("the self-service boundary names actions that exist", () => {
    const actions = boundary.flatMap(({ Action }) => asList(Action));

    expect(actions.filter((action) => actionsMatching(action).length === 0)).toEqual([]);
  });
});
