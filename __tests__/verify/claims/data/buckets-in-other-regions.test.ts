import { decideClaims } from "../../../../verify/claims/decide-claims";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";
import { shownResource, stateJson } from "../../fixtures/terraform-state";

/** A bucket in the Region of the provider, and one in another Region, each with its policy. */
interface TwoBuckets {
  readonly provider: { aws: Record<string, unknown>[] };
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data: Record<string, Record<string, Record<string, unknown>>>;
}

const ofAccount = (bucket: string, effect: string, principal: unknown) =>
  JSON.stringify({
    Statement: [
      {
        Effect: effect,
        Principal: principal,
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      },
    ],
  });

function twoBuckets(): TwoBuckets {
  return {
    provider: { aws: [{ region: "eu-west-1" }, { alias: "replica", region: "eu-central-1" }] },
    resource: {
      aws_s3_bucket: { near: { bucket: "near" }, far: { bucket: "far", provider: "aws.replica" } },
      aws_s3_bucket_policy: {
        near: { bucket: "${aws_s3_bucket.near.id}", policy: ofAccount("near", "Deny", "*") },
        far: { bucket: "${aws_s3_bucket.far.id}", policy: ofAccount("far", "Deny", "*"), provider: "aws.replica" },
      },
    },
    data: {},
  };
}

function verdictOf(claim: string, edit: (stack: TwoBuckets) => void = () => {}): string | undefined {
  const stack = twoBuckets();
  edit(stack);
  const configuration = readConfiguration(stack, "stack");
  const results = decideClaims({ configuration, posture: readPosture(configuration, "isolated") });
  return results.find((result) => result.claim.name === claim)?.verdict.kind;
}

const setOf =
  (type: string, name: string, values: Record<string, unknown>) =>
  ({ resource }: TwoBuckets): void => {
    resource[type] = { ...resource[type], [name]: { ...resource[type]?.[name], ...values } };
  };

test("A bucket in another Region that its policy closes is reachable from nowhere.", () => {
  expect(verdictOf("bucket-only-through-endpoint")).toBe("proved");
  expect(verdictOf("grants-stay-in-account")).toBe("proved");
});

test.each<[what: string, claim: string, verdict: string, edit: (stack: TwoBuckets) => void]>([
  [
    "open to everyone",
    "grants-stay-in-account",
    "violated",
    setOf("aws_s3_bucket_policy", "far", { policy: ofAccount("far", "Allow", "*") }),
  ],
  [
    "open to another account",
    "grants-stay-in-account",
    "violated",
    setOf("aws_s3_bucket_policy", "far", {
      policy: ofAccount("far", "Allow", { AWS: "arn:aws:iam::999988887777:root" }),
    }),
  ],
  [
    "without a policy",
    "bucket-only-through-endpoint",
    "violated",
    ({ resource }) => {
      delete resource.aws_s3_bucket_policy?.far;
    },
  ],
  [
    "whose policy the provider of the other Region has",
    "bucket-only-through-endpoint",
    "undecided",
    setOf("aws_s3_bucket_policy", "far", { provider: undefined }),
  ],
  [
    "whose policy names the Region of the provider itself",
    "bucket-only-through-endpoint",
    "undecided",
    setOf("aws_s3_bucket_policy", "far", { region: "eu-west-1" }),
  ],
  [
    "whose policy is in a third Region",
    "bucket-only-through-endpoint",
    "undecided",
    ({ provider, resource }) => {
      provider.aws.push({ alias: "third", region: "us-east-1" });
      Object.assign(resource.aws_s3_bucket_policy?.far ?? {}, { provider: "aws.third" });
    },
  ],
  [
    "whose alias has other credentials",
    "bucket-only-through-endpoint",
    "undecided",
    ({ provider }) => {
      Object.assign(provider.aws[1] ?? {}, { profile: "other" });
    },
  ],
  [
    "whose alias names no Region",
    "bucket-only-through-endpoint",
    "undecided",
    ({ provider }) => {
      delete provider.aws[1]?.region;
    },
  ],
  [
    "whose alias is in another partition",
    "bucket-only-through-endpoint",
    "undecided",
    ({ provider }) => {
      Object.assign(provider.aws[1] ?? {}, { region: "cn-north-1" });
    },
  ],
  [
    "of the commercial partition, away from a provider of the European Sovereign Cloud",
    "grants-stay-in-account",
    "undecided",
    ({ provider }) => {
      Object.assign(provider.aws[0] ?? {}, { region: "eusc-de-east-1" });
    },
  ],
  [
    "with a key of the stack, which is in the Region of the provider",
    "data-encrypted-with-own-key",
    "violated",
    (stack) => {
      setOf("aws_kms_key", "data", { description: "data" })(stack);
      for (const [name, provider] of [["near"], ["far", "aws.replica"]] as const) {
        setOf("aws_s3_bucket_server_side_encryption_configuration", name, {
          bucket: `\${aws_s3_bucket.${name}.id}`,
          provider,
          rule: {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              kms_master_key_id: `\${aws_kms_key.data.arn}`,
            },
          },
        })(stack);
      }
    },
  ],
  [
    "with a key by the same alias",
    "bucket-only-through-endpoint",
    "proved",
    setOf("aws_kms_key", "data", { provider: "aws.replica" }),
  ],
  [
    "with a queue by the same alias, which no model reads there",
    "bucket-only-through-endpoint",
    "undecided",
    setOf("aws_sqs_queue", "jobs", { provider: "aws.replica" }),
  ],
  [
    "together with a role by the same alias, which is the same in all Regions",
    "bucket-only-through-endpoint",
    "proved",
    setOf("aws_iam_role", "reader", { name: "reader", provider: "aws.replica", assume_role_policy: "{}" }),
  ],
  [
    "together with a data source of the Region by the same alias",
    "bucket-only-through-endpoint",
    "undecided",
    ({ data }) => {
      data.aws_region = { there: { provider: "aws.replica" } };
    },
  ],
  [
    "that is replicated",
    "bucket-only-through-endpoint",
    "violated",
    setOf("aws_s3_bucket_replication_configuration", "far", {
      bucket: "${aws_s3_bucket.far.id}",
      provider: "aws.replica",
    }),
  ],
])("A bucket in another Region %s: %s is %s.", (_, claim, verdict, edit) => {
  expect(verdictOf(claim, edit)).toBe(verdict);
});

test("An access log is not delivered into a bucket of another Region.", () => {
  const logsTo = (target: string) =>
    verdictOf("everything-logged", (stack) => {
      const logging = {
        bucket: "${aws_s3_bucket.near.id}",
        target_bucket: `\${aws_s3_bucket.${target}.id}`,
        target_prefix: "x/",
      };
      setOf("aws_s3_bucket_logging", "near", logging)(stack);
      setOf("aws_s3_bucket", "logs", { bucket: "logs" })(stack);
      setOf("aws_s3_bucket_acl", "logs", { bucket: `\${aws_s3_bucket.${target}.id}`, acl: "log-delivery-write" })(
        stack,
      );
      if (target === "logs") {
        delete stack.resource.aws_s3_bucket?.far;
        delete stack.resource.aws_s3_bucket_policy?.far;
      } else {
        delete stack.resource.aws_s3_bucket?.logs;
        Object.assign(stack.resource.aws_s3_bucket_acl?.logs ?? {}, { provider: "aws.replica" });
      }
    });

  expect(logsTo("logs")).toBe("proved");
  expect(logsTo("far")).toBe("violated");
});

describe("plans and states", () => {
  const state = (...resources: readonly JsonObject[]) => readConfiguration(stateJson(...resources), "state");
  const claimOf = (configuration: ReturnType<typeof state>, name: string) =>
    decideClaims({ configuration, posture: readPosture(configuration, "isolated") }).find(
      ({ claim }) => claim.name === name,
    )?.verdict.kind;
  const key = shownResource("aws_kms_key.data", { id: "1", key_id: "1", region: "eu-west-1" });
  const bucket = (region: string, bucketRegion = region) =>
    shownResource("aws_s3_bucket.far", { id: "far", bucket: "far", region, bucket_region: bucketRegion });

  test("A state of version 6 of the provider names the Region of each resource, and so that of the rest.", () => {
    expect(claimOf(state(key, bucket("eu-central-1")), "grants-stay-in-account")).toBe("proved");
    expect(state(key, bucket("eu-central-1")).region).toBe("eu-west-1");
  });

  test("A bucket that is not where its resource says leaves claims about data undecided.", () => {
    expect(claimOf(state(key, bucket("eu-west-1", "eu-central-1")), "grants-stay-in-account")).toBe("undecided");
  });

  test("Without a Region that the rest agrees on, no Region is that of the provider.", () => {
    const queue = shownResource("aws_sqs_queue.jobs", { id: "jobs", name: "jobs", region: "us-east-1" });
    const other = shownResource("aws_sqs_queue.told", { id: "told", name: "told", region: "eu-west-1" });

    expect(state(other, queue, bucket("eu-central-1")).region).toBeUndefined();
    expect(claimOf(state(other, queue, bucket("eu-central-1")), "grants-stay-in-account")).toBe("undecided");
  });

  test("Keys in two Regions leave the Region of the rest that of the provider.", () => {
    const queue = shownResource("aws_sqs_queue.jobs", { id: "jobs", name: "jobs", region: "us-east-1" });

    expect(state(key, queue).region).toBe("us-east-1");
    expect(state(key, bucket("eu-central-1")).region).toBe("eu-west-1");
  });
});
