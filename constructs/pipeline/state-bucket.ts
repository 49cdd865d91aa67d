import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { EncryptionKey } from "../encryption/encryption-key";
import type { Statement } from "../iam/policy-document";
import {
  denyAllPrincipals,
  objectArnPattern,
  secureTransportStatements,
  unlessPrincipalArn,
} from "../storage/bucket-policy";
import { configureBucket } from "../storage/bucket-settings";

/** Object key of an environment's state in its bucket. */
export function stateKey(environment: string): string {
  return `studio-perimeter/${environment}.tfstate`;
}

/** Props of {@link StateBucket}. */
export interface StateBucketProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** Name of the environment, as in `dev`. */
  readonly environment: string;
  /**
   * Name of the bucket.
   *
   * @default `<name>-state-<account id>`
   */
  readonly bucketName?: string;
  /** ARN patterns of the only principals that may read and write the state, regardless of IAM policies. */
  readonly stateAccessArns: readonly string[];
}

/**
 * The S3 bucket of an environment's Terraform state, with its KMS key.
 *
 * State contains every value in plain text, so only the pipeline's roles and break-glass roles may access objects. Bucket
 * settings are controlled by IAM, so that the policy locks nobody out. Terraform locks the state with the object
 * `<state>.tflock`; noncurrent versions are kept for a year. Costs $1 a month for the key.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class StateBucket extends Construct {
  readonly arn: string;
  readonly bucketName: string;
  readonly keyArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StateBucketProps,
  ) {
    super(scope, id);
    const { name, account } = props.context;
    const key = new EncryptionKey(this, "key", {
      context: { name: `${name}-state`, account, protections: true },
      description: `Terraform state of ${name}`,
      purpose: "buckets",
    });
    const bucket = new S3Bucket(this, "bucket", {
      bucket: props.bucketName ?? `${name}-state-${account.id}`,
      lifecycle: { preventDestroy: true },
    });
    configureBucket(bucket, {
      policy: stateBucketStatements(bucket.arn, key.arn, props.stateAccessArns),
      encryption: { kind: "kms", keyArn: key.arn },
      noncurrentVersionDays: 365,
    });
    this.arn = bucket.arn;
    this.bucketName = bucket.bucket;
    this.keyArn = key.arn;
  }

  /** Permissions to read the state, for a plan without a lock. */
  readStatements(): readonly Statement[] {
    return [
      { Sid: "ListStateBucket", Effect: "Allow", Action: "s3:ListBucket", Resource: this.arn },
      { Sid: "ReadState", Effect: "Allow", Action: "s3:GetObject", Resource: this.stateArn },
      this.keyStatement("DecryptState", ["kms:Decrypt"]),
    ];
  }

  /** Permissions to read, lock and write the state, but not to delete it. */
  writeStatements(): readonly Statement[] {
    return [
      ...this.readStatements(),
      { Sid: "WriteState", Effect: "Allow", Action: "s3:PutObject", Resource: this.stateArn },
      {
        Sid: "LockState",
        Effect: "Allow",
        Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        Resource: `${this.stateArn}.tflock`,
      },
      this.keyStatement("EncryptState", ["kms:Encrypt", "kms:GenerateDataKey*"]),
    ];
  }

  private get stateArn(): string {
    return `${this.arn}/${stateKey(this.props.environment)}`;
  }

  private keyStatement(sid: string, actions: readonly string[]): Statement {
    return {
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: this.keyArn,
      Condition: { StringEquals: { "kms:ViaService": `s3.${this.props.context.account.region}.amazonaws.com` } },
    };
  }
}

function stateBucketStatements(
  bucketArn: string,
  keyArn: string,
  stateUserArns: readonly string[],
): readonly Statement[] {
  const objects = objectArnPattern(bucketArn);
  return [
    ...secureTransportStatements(bucketArn),
    denyAllPrincipals(
      "DenyStateToOthers",
      ["s3:*Object*", "s3:*MultipartUpload*"],
      objects,
      unlessPrincipalArn(stateUserArns),
    ),
    denyAllPrincipals("DenyWrongSse", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    }),
    denyAllPrincipals("DenyWrongKey", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn },
    }),
  ];
}
