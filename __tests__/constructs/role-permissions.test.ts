import { Account } from "../../constructs/account";
import type { Statement } from "../../constructs/policy-document";
import { RolePermissions, type RolePermissionsProps } from "../../constructs/role-permissions";
import { synthesizeIn, type TerraformJson } from "./bare-stack";
import { actionsLike, faultsOf, listedActions, listOf } from "./iam-reference";
import { ACCOUNT, outcome, policyOf, type RoleRequest, rendered } from "./identity-policy";

const ROLE = `arn:aws:iam::${ACCOUNT}:role/studio-perimeter-dev-execution`;
const OUR_BUCKET = `arn:aws:s3:::studio-perimeter-dev-data-${ACCOUNT}`;
const BUCKET_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/objects`;
const STUDIO_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/volumes`;
const CONCERNS = ["studio", "jobs", "data", "job_network", "job_keys", "denials"];
const LONGEST_MANAGED_POLICY = 6144;

function synthesizePermissions(changes: Partial<RolePermissionsProps> = {}): TerraformJson {
  return synthesizeIn((stack) => {
    new RolePermissions(stack, "role_permissions", {
      name: "studio-perimeter-dev",
      account: new Account(stack, "account"),
      executionRoleArn: ROLE,
      executionRoleName: "studio-perimeter-dev-execution",
      domainId: "d-ours",
      vpcId: "vpc-ours",
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
      bucketArns: [OUR_BUCKET],
      bucketKeyArn: BUCKET_KEY,
      studioKeyArn: STUDIO_KEY,
      ...changes,
    });
  });
}

function statementsOf(json: TerraformJson, concerns: readonly string[] = CONCERNS): readonly Statement[] {
  return concerns.flatMap((concern) => policyOf(json, "aws_iam_policy", `role_permissions_${concern}`));
}

const json = synthesizePermissions();
const everything = statementsOf(json);
const ask = (action: string, resource: string, context: RoleRequest["context"] = {}) =>
  outcome(everything, { action, resource, context });
const sagemaker = (resource: string) => `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:${resource}`;

describe("the policies of the execution role", () => {
  test("are one for each concern, each attached to the role", () => {
    const policies = Object.keys(json.resource.aws_iam_policy ?? {}).sort();
    const attached = Object.values(json.resource.aws_iam_role_policy_attachment ?? {});

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
    const allowed = everything.filter(({ Effect }) => Effect === "Allow");
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
    expect(JSON.stringify(json.resource)).not.toContain("iam::aws:policy");
  });
});

describe("in Studio, a user", () => {
  const ada = { "sagemaker:UserProfileName": "ada" };
  const profile = (name: string, domain = "d-ours") => sagemaker(`user-profile/${domain}/${name}`);
  const space = (owner: string, sharing: string) => ({
    ...ada,
    "sagemaker:OwnerUserProfileArn": profile(owner),
    "sagemaker:SpaceSharingType": sharing,
  });

  test.each([
    ["his own profile", profile("ada"), "allowed"],
    ["another's profile", profile("grace"), "not allowed"],
    ["a profile of another domain", profile("ada", "d-other"), "not allowed"],
  ])("opens Studio with %s: %s", (_, resource, expected) => {
    expect(ask("sagemaker:CreatePresignedDomainUrl", resource, ada)).toBe(expected);
  });

  test("opens nobody's profile with a request that names no caller", () => {
    expect(ask("sagemaker:CreatePresignedDomainUrl", profile("ada"))).toBe("not allowed");
  });

  test.each(["sagemaker:CreateSpace", "sagemaker:UpdateSpace", "sagemaker:DeleteSpace"])(
    "does %s with his own spaces alone",
    (action) => {
      expect(ask(action, sagemaker("space/d-ours/s"), space("ada", "Private"))).toBe("allowed");
      expect(ask(action, sagemaker("space/d-ours/s"), space("ada", "Shared"))).toBe("allowed");
      expect(ask(action, sagemaker("space/d-ours/s"), space("grace", "Private"))).toBe("not allowed");
      expect(ask(action, sagemaker("space/d-other/s"), space("ada", "Private"))).toBe("not allowed");
    },
  );

  test.each(["sagemaker:CreateApp", "sagemaker:DeleteApp"])("does %s in his own and in shared spaces", (action) => {
    const app = sagemaker("app/d-ours/s/JupyterLab/default");

    expect(ask(action, app, space("ada", "Private"))).toBe("allowed");
    expect(ask(action, app, space("grace", "Shared"))).toBe("allowed");
    expect(ask(action, app, space("grace", "Private"))).toBe("not allowed");
    expect(ask(action, app, ada)).toBe("not allowed");
    expect(ask(action, sagemaker("app/d-other/s/JupyterLab/default"), space("ada", "Private"))).toBe("not allowed");
  });

  test("opens no space to remote access", () => {
    const open = { ...space("ada", "Private"), "sagemaker:RemoteAccess": "ENABLED" };

    expect(ask("sagemaker:CreateSpace", sagemaker("space/d-ours/s"), open)).toBe("denied");
    expect(ask("sagemaker:UpdateSpace", sagemaker("space/d-ours/s"), open)).toBe("denied");
    expect(ask("sagemaker:StartSession", sagemaker("space/d-ours/s"), ada)).toBe("denied");
  });

  test("tags spaces, apps and jobs as they are made, and nothing afterwards", () => {
    const spaceArn = sagemaker("space/d-ours/s");

    expect(ask("sagemaker:AddTags", spaceArn, { "sagemaker:TaggingAction": "CreateSpace" })).toBe("allowed");
    expect(
      ask("sagemaker:AddTags", sagemaker("training-job/j"), { "sagemaker:TaggingAction": "CreateTrainingJob" }),
    ).toBe("allowed");
    expect(ask("sagemaker:AddTags", spaceArn)).toBe("not allowed");
    expect(ask("sagemaker:AddTags", profile("ada"), { "sagemaker:TaggingAction": "CreateSpace" })).toBe("denied");
  });

  test("sees his own domain and no other", () => {
    expect(ask("sagemaker:DescribeDomain", sagemaker("domain/d-ours"))).toBe("allowed");
    expect(ask("sagemaker:DescribeUserProfile", profile("grace"))).toBe("allowed");
    expect(ask("sagemaker:DescribeDomain", sagemaker("domain/d-other"))).toBe("not allowed");
  });
});

describe("with jobs, a user", () => {
  const inside = {
    "sagemaker:VpcSubnets": ["subnet-1"],
    "sagemaker:VpcSecurityGroupIds": ["sg-1"],
    "sagemaker:InterContainerTrafficEncryption": "true",
    "sagemaker:VolumeKmsKeyArn": STUDIO_KEY,
    "sagemaker:OutputKmsKeyArn": BUCKET_KEY,
    "sagemaker:InstanceTypes": ["ml.m5.large"],
  };

  test.each([
    ["CreateTrainingJob", "training-job/j"],
    ["CreateProcessingJob", "processing-job/j"],
    ["CreateHyperParameterTuningJob", "hyper-parameter-tuning-job/j"],
    ["CreateAutoMLJobV2", "automl-job/j"],
    ["CreateTransformJob", "transform-job/j"],
    ["CreateModel", "model/m"],
    ["CreateEndpointConfig", "endpoint-config/e"],
  ])("runs %s inside the perimeter and not outside", (action, resource) => {
    expect(ask(`sagemaker:${action}`, sagemaker(resource), inside)).toBe("allowed");
    expect(ask(`sagemaker:${action}`, sagemaker(resource), {})).toBe("denied");
  });

  test.each([
    ["CreateEndpoint", "endpoint/e"],
    ["InvokeEndpoint", "endpoint/e"],
    ["StopTrainingJob", "training-job/j"],
    ["DescribeAutoMLJobV2", "automl-job/j"],
    ["ListTrainingJobsForHyperParameterTuningJob", "hyper-parameter-tuning-job/j"],
    ["ListTrainingJobs", "*"],
  ])("may %s", (action, resource) => {
    expect(ask(`sagemaker:${action}`, sagemaker(resource))).toBe("allowed");
  });

  test("reaches no job of another account", () => {
    const theirs = "arn:aws:sagemaker:eu-west-1:999988887777:endpoint/e";

    expect(ask("sagemaker:InvokeEndpoint", theirs)).toBe("not allowed");
  });

  test("writes results with the key of the buckets and volumes with the key of the domain, not the other way round", () => {
    const swapped = {
      ...inside,
      "sagemaker:VolumeKmsKeyArn": BUCKET_KEY,
      "sagemaker:OutputKmsKeyArn": STUDIO_KEY,
    };

    expect(ask("sagemaker:CreateTrainingJob", sagemaker("training-job/j"), swapped)).toBe("denied");
  });

  test("opens no debug shell in a job", () => {
    const debugged = { ...inside, "sagemaker:EnableRemoteDebug": "true" };

    expect(ask("sagemaker:CreateTrainingJob", sagemaker("training-job/j"), debugged)).toBe("denied");
  });

  test("runs jobs on local storage without a volume key only where the environment lists the type", () => {
    const { "sagemaker:VolumeKmsKeyArn": _, ...withoutKey } = inside;
    const request = {
      action: "sagemaker:CreateTrainingJob",
      resource: sagemaker("training-job/j"),
      context: { ...withoutKey, "sagemaker:InstanceTypes": ["ml.g5.xlarge"] },
    };
    const listed = statementsOf(synthesizePermissions({ localStorageInstanceTypes: ["ml.g5.*"] }));

    expect(outcome(everything, request)).toBe("denied");
    expect(outcome(listed, request)).toBe("allowed");
  });

  test.each([
    ["his own role to SageMaker", ROLE, "sagemaker.amazonaws.com", "allowed"],
    ["his own role to Lambda", ROLE, "lambda.amazonaws.com", "denied"],
    ["another role", `arn:aws:iam::${ACCOUNT}:role/admin`, "sagemaker.amazonaws.com", "not allowed"],
  ])("passes %s: %s", (_, role, service, expected) => {
    expect(ask("iam:PassRole", role, { "iam:PassedToService": service })).toBe(expected);
  });

  test.each([
    ["his own subnet", "subnet/subnet-1", "allowed"],
    ["a subnet of others", "subnet/subnet-x", "not allowed"],
    ["his own group", "security-group/sg-1", "allowed"],
    ["a group of others", "security-group/sg-x", "not allowed"],
  ])("puts a network interface into %s: %s", (_, resource, expected) => {
    expect(ask("ec2:CreateNetworkInterface", `arn:aws:ec2:eu-west-1:${ACCOUNT}:${resource}`)).toBe(expected);
  });

  test.each([
    "ec2:DeleteNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterfacePermission",
  ])("does %s in his own VPC alone", (action) => {
    const eni = `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-1`;
    const within = (vpc: string) => ({ "ec2:Vpc": `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/${vpc}` });

    expect(ask(action, eni, within("vpc-ours"))).toBe("allowed");
    expect(ask(action, eni, within("vpc-other"))).toBe("not allowed");
    expect(ask(action, eni)).toBe("not allowed");
  });
});

describe("with data, a user", () => {
  const through = (service: string) => ({ "kms:ViaService": `${service}.eu-west-1.amazonaws.com` });

  test.each([
    ["s3:ListBucket", OUR_BUCKET, "allowed"],
    ["s3:GetObject", `${OUR_BUCKET}/a`, "allowed"],
    ["s3:PutObject", `${OUR_BUCKET}/a`, "allowed"],
    ["s3:DeleteObject", `${OUR_BUCKET}/a`, "allowed"],
    ["s3:GetObject", "arn:aws:s3:::other-bucket/a", "not allowed"],
    ["s3:PutObject", "arn:aws:s3:::other-bucket/a", "not allowed"],
    ["s3:ListBucket", "arn:aws:s3:::other-bucket", "not allowed"],
    ["s3:DeleteObjectVersion", `${OUR_BUCKET}/a`, "not allowed"],
  ])("does %s on %s: %s", (action, resource, expected) => {
    expect(ask(action, resource)).toBe(expected);
  });

  test.each([
    ["objects through S3", BUCKET_KEY, "s3", "allowed"],
    ["objects through SageMaker", BUCKET_KEY, "sagemaker", "not allowed"],
    ["volumes through SageMaker", STUDIO_KEY, "sagemaker", "allowed"],
    ["volumes through S3", STUDIO_KEY, "s3", "not allowed"],
    ["with another key", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/other`, "s3", "not allowed"],
  ])("decrypts %s: %s", (_, key, service, expected) => {
    expect(ask("kms:Decrypt", key, through(service))).toBe(expected);
  });

  test("decrypts nothing directly", () => {
    expect(ask("kms:Decrypt", BUCKET_KEY)).toBe("not allowed");
    expect(ask("kms:Decrypt", STUDIO_KEY)).toBe("not allowed");
  });

  test("hands the volume key to AWS's services only", () => {
    const grant = (value: string) => ({ ...through("sagemaker"), "kms:GrantIsForAWSResource": value });

    expect(ask("kms:CreateGrant", STUDIO_KEY, grant("true"))).toBe("allowed");
    expect(ask("kms:CreateGrant", STUDIO_KEY, grant("false"))).toBe("not allowed");
    expect(ask("kms:CreateGrant", BUCKET_KEY, grant("true"))).toBe("not allowed");
  });

  test("pulls images of his own account and of the listed ones, and pushes none", () => {
    const listed = statementsOf(synthesizePermissions({ imageAccountIds: ["763104351884"] }));
    const repository = (account: string) => `arn:aws:ecr:eu-west-1:${account}:repository/pytorch`;
    const pull = (account: string) => ({ action: "ecr:BatchGetImage", resource: repository(account) });

    expect(outcome(listed, pull(ACCOUNT))).toBe("allowed");
    expect(outcome(listed, pull("763104351884"))).toBe("allowed");
    expect(outcome(listed, pull("999988887777"))).toBe("not allowed");
    expect(outcome(everything, pull("763104351884"))).toBe("not allowed");
    expect(ask("ecr:GetAuthorizationToken", "*")).toBe("allowed");
    expect(ask("ecr:PutImage", repository(ACCOUNT))).toBe("not allowed");
  });

  test.each([
    ["/aws/sagemaker/TrainingJobs", "allowed"],
    ["studio-perimeter-dev/model", "allowed"],
    ["exfiltration", "not allowed"],
  ])("writes metrics to %s: %s", (namespace, expected) => {
    expect(ask("cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": namespace })).toBe(expected);
  });

  test("logs under SageMaker's prefix alone", () => {
    const group = (name: string) => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${name}:log-stream:s`;

    expect(ask("logs:PutLogEvents", group("/aws/sagemaker/TrainingJobs"))).toBe("allowed");
    expect(ask("logs:PutLogEvents", group("/aws/lambda/other"))).toBe("not allowed");
  });

  test("reads JumpStart's models only where the environment says so", () => {
    const request = { action: "s3:GetObject", resource: "arn:aws:s3:::jumpstart-cache-prod-eu-west-1/model" };

    expect(outcome(everything, request)).toBe("not allowed");
    expect(outcome(statementsOf(synthesizePermissions({ jumpStart: true })), request)).toBe("allowed");
  });
});

describe("whatever else is attached, a user", () => {
  const administrator: readonly Statement[] = [
    { Sid: "Administrator", Effect: "Allow", Action: "*", Resource: "*" },
    ...everything,
  ];
  const decide = (action: string, resource = "*", context: RoleRequest["context"] = {}) =>
    outcome(administrator, { action, resource, context });

  test("does nothing in IAM but pass roles to SageMaker", () => {
    const open = listedActions("iam").filter(({ name }) => decide(`iam:${name}`) === "allowed");

    expect(open.map(({ name }) => name)).toEqual([]);
    expect(decide("iam:PassRole", ROLE, { "iam:PassedToService": "sagemaker.amazonaws.com" })).toBe("allowed");
  });

  test("changes no setting of a bucket, and opens no object", () => {
    const objectWork =
      /^(Abort|Put|Delete|Restore)(Object|MultipartUpload)?(Version)?(Tagging|Annotation|VersionAnnotation|VersionTagging|LegalHold|Retention)?$/;
    const untouched = /StorageLens|JobTagging|^UpdateJob|^(Unt|T)agResource$/;
    const changes = listedActions("s3").filter(
      ({ name, accessLevel }) => !/^(Read|List)$/.test(accessLevel) && !objectWork.test(name) && !untouched.test(name),
    );

    expect(changes.map(({ name }) => name)).toEqual(expect.arrayContaining(["PutBucketPolicy", "PutObjectAcl"]));
    expect(changes.filter(({ name }) => decide(`s3:${name}`) !== "denied").map(({ name }) => name)).toEqual([]);
  });

  test.each([
    "CreateNotebookInstance",
    "CreatePresignedNotebookInstanceUrl",
    "UpdateDomain",
    "DeleteDomain",
    "UpdateUserProfile",
    "CreateStudioLifecycleConfig",
    "StartSession",
    "CreateCluster",
    "CreateInferenceComponent",
    "DeployHubModel",
    "PutModelPackageGroupPolicy",
  ])("is denied %s", (action) => {
    expect(decide(`sagemaker:${action}`)).toBe("denied");
  });

  test("does not tag himself into another's profile", () => {
    expect(decide("sagemaker:AddTags", sagemaker("user-profile/d-ours/grace"))).toBe("denied");
    expect(decide("sagemaker:DeleteTags", sagemaker("domain/d-ours"))).toBe("denied");
  });

  test("runs no job outside the perimeter", () => {
    expect(decide("sagemaker:CreateTrainingJob", sagemaker("training-job/j"))).toBe("denied");
  });
});
