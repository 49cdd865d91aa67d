import { JOB_ACTION_CONDITION_KEYS } from "../../constructs/execution-role/job-denials";
import type { Statement } from "../../constructs/iam/policy-document";
import { EXCLUSION_TAG } from "../../constructs/organization/service-control-policy";
import { type Environment, environmentSchema } from "../../envs/schema/environment";
import { MAX_POLICY_CHARACTERS, organizationPolicies } from "../../stacks/organization-policies";
import {
  actionsMatching,
  asList,
  conditionKeysOf,
  serviceActions,
  statementErrors,
} from "../constructs/reference/iam-service-reference";
import { evaluateIdentityPolicies } from "../constructs/reference/identity-policy-evaluator";
import { evaluateResourcePolicy } from "../constructs/reference/resource-policy-evaluator";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";

const ORGANIZATION = "o-abcde12345";
const environments = [staging, prod].map((input) =>
  environmentSchema.parse({ ...input, account: input.name === "prod" ? "111122223333" : undefined }),
);

function statementsOf(name: string, of: readonly Environment[] = environments): readonly Statement[] {
  const found = organizationPolicies(of, ORGANIZATION).find(({ fileName }) => fileName === `${name}.json`);
  return (JSON.parse(found?.text ?? "{}") as { readonly Statement: readonly Statement[] }).Statement;
}

const policies = organizationPolicies(environments, ORGANIZATION);
const everything: Statement = { Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" };

test("one document for each purpose, and a boundary for each environment", () => {
  expect(policies.map(({ fileName }) => fileName)).toEqual([
    "scp-sagemaker-stays-inside.json",
    "scp-urls-stay-inside.json",
    "scp-network-stays-closed.json",
    "rcp-services-act-for-us.json",
    "rcp-data-stays-inside.json",
    "boundary-staging.json",
    "boundary-prod.json",
  ]);
});

/**
 * IAM does not count white space in the size of a policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function countedCharacters(kind: (typeof policies)[number]["kind"], text: string): number {
  return kind === "permissions boundary" ? JSON.stringify(JSON.parse(text)).length : text.length;
}

test.each(policies)(
  "$fileName fits, laid out for reading, and is faultless by AWS's own list",
  ({ fileName, kind, text }) => {
    expect(countedCharacters(kind, text)).toBeLessThanOrEqual(MAX_POLICY_CHARACTERS[kind]);
    expect(statementErrors(statementsOf(fileName.replace(".json", "")))).toEqual([]);
  },
);

test("every document but a boundary only denies, and only a resource control policy names principals", () => {
  const ofPolicies = policies
    .filter(({ kind }) => kind !== "permissions boundary")
    .flatMap(({ kind, fileName }) => statementsOf(fileName.replace(".json", "")).map((one) => ({ kind, one })));

  expect(ofPolicies.length).toBeGreaterThan(8);
  expect(ofPolicies.filter(({ one }) => one.Effect !== "Deny")).toEqual([]);
  expect(
    ofPolicies.filter(({ kind, one }) => (one.Principal === "*") !== (kind === "resource control policy")),
  ).toEqual([]);
});

test("a policy document that exceeds the limit of AWS is refused", () => {
  const deployers = Array.from({ length: 80 }, (_, index) => `role/platform/deployers/number-${index}`);

  expect(() => organizationPolicies([{ ...environmentSchema.parse(prod), deployers }], ORGANIZATION)).toThrow(
    /^policies: scp-network-stays-closed: must have at most 5120 characters, got \d+; list fewer roles$/,
  );
});

describe("an administrator of an account", () => {
  const statements = [everything, ...statementsOf("scp-sagemaker-stays-inside")];
  const may = (action: string, context: Readonly<Record<string, string | readonly string[]>>) =>
    evaluateIdentityPolicies(statements, { action: `sagemaker:${action}`, context });
  const inSubnets = { "sagemaker:VpcSubnets": ["subnet-1"] };

  test.each(
    Object.entries(JOB_ACTION_CONDITION_KEYS)
      .filter(([, { required }]) => required.includes("VpcSubnets"))
      .map(([action]) => action),
  )("an administrator of an account runs %s in subnets alone", (action) => {
    expect(may(action, {})).toBe("denied");
    expect(may(action, inSubnets)).toBe("allowed");
  });

  test("an administrator can create no job without subnets, except one that takes them from its model", () => {
    const creating = serviceActions("sagemaker").filter(
      (action) => action.name.startsWith("Create") && conditionKeysOf(action).includes("sagemaker:VpcSubnets"),
    );

    const open = creating.filter(({ name }) => may(name, {}) !== "denied").map(({ name }) => name);

    expect(creating.length).toBeGreaterThan(12);
    expect(open).toEqual(["CreateEndpointConfig"]);
  });

  test.each([
    ["a domain that does not say", "CreateDomain", {}, "denied"],
    ["a domain with internet", "CreateDomain", { "sagemaker:AppNetworkAccessType": "PublicInternetOnly" }, "denied"],
    ["a domain in the VPC", "CreateDomain", { "sagemaker:AppNetworkAccessType": "VpcOnly" }, "allowed"],
    ["an update that leaves it as it is", "UpdateDomain", {}, "allowed"],
    ["an update that opens it", "UpdateDomain", { "sagemaker:AppNetworkAccessType": "PublicInternetOnly" }, "denied"],
  ])("%s: %s is %s %s", (_what, action, keys, expected) => {
    expect(may(action, { ...inSubnets, ...keys })).toBe(expected);
  });

  test.each([
    [{}, "denied"],
    [{ "sagemaker:DirectInternetAccess": "Disabled" }, "denied"],
    [{ "sagemaker:RootAccess": "Disabled" }, "denied"],
    [{ "sagemaker:DirectInternetAccess": "Enabled", "sagemaker:RootAccess": "Disabled" }, "denied"],
    [{ "sagemaker:DirectInternetAccess": "Disabled", "sagemaker:RootAccess": "Enabled" }, "denied"],
    [{ "sagemaker:DirectInternetAccess": "Disabled", "sagemaker:RootAccess": "Disabled" }, "allowed"],
  ])("an administrator of an account creates a notebook instance with %j: %s", (keys, expected) => {
    expect(may("CreateNotebookInstance", { ...inSubnets, ...keys })).toBe(expected);
  });

  test("an administrator cannot give a notebook root access later, and can change its other settings", () => {
    expect(may("UpdateNotebookInstance", { "sagemaker:RootAccess": "Enabled" })).toBe("denied");
    expect(may("UpdateNotebookInstance", {})).toBe("allowed");
  });

  test.each(["iam:TagRole", "iam:CreateRole", "sts:TagSession"])(
    "an administrator of an account cannot add the exclusion tag by %s",
    (action) => {
      const tagging = (keys: readonly string[], own: Readonly<Record<string, string>> = {}) =>
        evaluateIdentityPolicies(statements, { action, context: { "aws:TagKeys": keys, ...own } });

      expect(tagging(["owner", EXCLUSION_TAG])).toBe("denied");
      expect(tagging(["owner"])).toBe("allowed");
      expect(tagging([EXCLUSION_TAG], { [`aws:PrincipalTag/${EXCLUSION_TAG}`]: "true" })).toBe("allowed");
    },
  );

  test("a principal with the exclusion tag is exempt, and a principal with another tag value is not", () => {
    expect(may("CreateDomain", { [`aws:PrincipalTag/${EXCLUSION_TAG}`]: "true" })).toBe("allowed");
    expect(may("CreateDomain", { [`aws:PrincipalTag/${EXCLUSION_TAG}`]: "false" })).toBe("denied");
  });
});

describe("presigned URLs", () => {
  const action = "sagemaker:CreatePresignedDomainUrl";

  test("presigned URLs work from a VPC only", () => {
    const statements = [everything, ...statementsOf("scp-urls-stay-inside")];

    expect(evaluateIdentityPolicies(statements, { action })).toBe("denied");
    expect(evaluateIdentityPolicies(statements, { action, context: { "aws:SourceVpc": "vpc-1" } })).toBe("allowed");
  });

  test("presigned URLs work from the public blocks that environments name, too", () => {
    const access = { kind: "on", publicCidrs: ["203.0.113.0/24"] };
    const open = environments.map((environment) => environmentSchema.parse({ ...environment, access }));

    const [statement] = statementsOf("scp-urls-stay-inside", open);

    expect(statement?.Condition?.NotIpAddress).toEqual({ "aws:SourceIp": ["203.0.113.0/24"] });
    expect(statement?.Condition?.Null).toEqual({ "aws:SourceVpc": "true" });
  });
});

describe("the network", () => {
  const statements = [everything, ...statementsOf("scp-network-stays-closed")];
  const by = (action: string, role: string) =>
    evaluateIdentityPolicies(statements, {
      action,
      context: { "aws:PrincipalArn": `arn:aws:iam::111122223333:role/${role}` },
    });

  test.each([
    "ec2:CreateInternetGateway",
    "ec2:AcceptVpcPeeringConnection",
    "ec2:AssociateTransitGatewayRouteTable",
    "ec2:CreateTransitGatewayRoute",
    "ec2:ReplaceTransitGatewayRoute",
    "network-firewall:UpdateRuleGroup",
    "route53resolver:DisassociateFirewallRuleGroup",
  ])("only deployers can open the network: %s", (action) => {
    expect(by(action, "studio-perimeter-prod-apply")).toBe("allowed");
    expect(by(action, "Administrator")).toBe("denied");
  });

  test("every action pattern of the network policy matches existing actions", () => {
    const patterns = statementsOf("scp-network-stays-closed").flatMap(({ Action }) => asList(Action));

    expect(patterns.filter((pattern) => actionsMatching(pattern).length === 0)).toEqual([]);
  });
});

describe("AWS services", () => {
  const statements = statementsOf("rcp-services-act-for-us");
  const asks = (context: Readonly<Record<string, string>>) =>
    evaluateResourcePolicy(statements, {
      action: "s3:PutObject",
      resource: "arn:aws:s3:::any/key",
      principal: "*",
      context,
    });
  const service = { "aws:PrincipalIsAWSService": "true" };

  test("AWS services act for our organization or without a source, and for no other organization", () => {
    expect(asks({ ...service, "aws:SourceAccount": "111122223333", "aws:SourceOrgID": ORGANIZATION })).not.toBe(
      "denied",
    );
    expect(asks(service)).not.toBe("denied");
    expect(asks({ ...service, "aws:SourceAccount": "999988887777", "aws:SourceOrgID": "o-foreign0001" })).toBe(
      "denied",
    );
    expect(asks({ ...service, "aws:SourceAccount": "999988887777" })).toBe("denied");
  });

  test("AWS services are the only actions that the policy names", () => {
    expect(asks({ "aws:PrincipalIsAWSService": "false", "aws:SourceAccount": "999988887777" })).not.toBe("denied");
  });
});

describe("the locked buckets", () => {
  const statements = statementsOf("rcp-data-stays-inside");
  const OBJECT = "arn:aws:s3:::studio-perimeter-prod-data-111122223333/secret";
  const BUCKET = "arn:aws:s3:::studio-perimeter-prod-data-111122223333";
  const asks = (action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
    evaluateResourcePolicy(statements, { action, resource, context });
  const as = (role: string, organization = ORGANIZATION) => ({
    "aws:PrincipalArn": `arn:aws:iam::111122223333:role/${role}`,
    "aws:PrincipalOrgID": organization,
  });

  test.each(["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:ListMultipartUploadParts"])(
    "%s comes through an endpoint of the organization, or not at all",
    (action) => {
      expect(asks(action, OBJECT)).toBe("denied");
      expect(asks(action, OBJECT, { "aws:VpceOrgID": "o-foreign0001" })).toBe("denied");
      expect(asks(action, OBJECT, { "aws:VpceOrgID": ORGANIZATION })).not.toBe("denied");
    },
  );

  test("the locked buckets can be listed from outside by deployers, because a refresh needs it, and cannot be read by them", () => {
    expect(asks("s3:ListBucket", BUCKET, as("studio-perimeter-prod-plan"))).not.toBe("denied");
    expect(asks("s3:ListBucket", BUCKET, as("Administrator"))).toBe("denied");
    expect(asks("s3:GetObject", OBJECT, as("studio-perimeter-prod-plan"))).toBe("denied");
  });

  test("the locked buckets are read from outside by break-glass principals", () => {
    expect(asks("s3:GetObject", OBJECT, as("studio-perimeter-prod-break-glass"))).not.toBe("denied");
  });

  test.each([
    ["s3:GetObject", OBJECT, "studio-perimeter-prod-break-glass"],
    ["s3:ListBucket", BUCKET, "studio-perimeter-prod-plan"],
  ])(
    "the locked buckets deny %s on %s to a role of another organization that has the name %s",
    (action, resource, role) => {
      expect(asks(action, resource, as(role, "o-foreign0001"))).toBe("denied");
    },
  );

  test.each(["aws:PrincipalIsAWSService", "aws:ViaAWSService"])("the locked buckets allow requests with %s", (key) => {
    expect(asks("s3:GetObject", OBJECT, { [key]: "true" })).not.toBe("denied");
  });

  test("the locked buckets keep their settings changeable, and other buckets are not affected", () => {
    expect(asks("s3:PutBucketPolicy", BUCKET)).not.toBe("denied");
    expect(asks("s3:GetObject", "arn:aws:s3:::studio-perimeter-prod-state-111122223333/prod.tfstate")).not.toBe(
      "denied",
    );
  });
});

describe("ARNs", () => {
  test("ARNs name the account where the environment does, and the partition of its region", () => {
    const govern = environmentSchema.parse({ ...prod, region: "us-gov-west-1", account: "111122223333" });

    const resources = (name: string, of?: readonly Environment[]) =>
      statementsOf(name, of).flatMap(({ Resource }) => asList(Resource ?? []));
    expect(resources("boundary-prod")).toContain("arn:aws:kms:eu-west-1:111122223333:key/*");
    expect(resources("boundary-staging")).toContain("arn:aws:kms:eu-west-1:*:key/*");
    expect(resources("rcp-data-stays-inside", [govern])).toContain(
      "arn:aws-us-gov:s3:::studio-perimeter-prod-data-111122223333",
    );
  });
});
