import type { IAccount } from "../context/account";
import type { Statement } from "../iam/policy-document";
import { type TrustedScope, trustedScopeConditions } from "../iam/trusted-scope";
import type { AwsOwnedAccounts } from "./aws-owned-accounts";
import type { EndpointName } from "./endpoint-catalog";

/** Inputs of {@link awsOwnedStatements}. */
export interface AwsOwnedResourceContext {
  readonly account: IAccount;
  /** Accounts whose principals may use the endpoints. */
  readonly trustedScope: TrustedScope;
  /** AWS owned accounts of the region. */
  readonly awsOwned: AwsOwnedAccounts;
  /** Services that have an endpoint. The S3 policy allows the buckets that they need. */
  readonly services: readonly EndpointName[];
  /** Whether models of SageMaker JumpStart may be read. */
  readonly jumpStart: boolean;
}

type AwsOwnedStatementGenerator = (context: AwsOwnedResourceContext) => readonly Statement[];

/** Service -> AWS owned resources that its endpoint policy must allow. */
const AWS_OWNED_STATEMENTS: Partial<Readonly<Record<EndpointName, AwsOwnedStatementGenerator>>> = {
  s3: (context) => [
    ...ecrLayerStatements(context),
    ...codeArtifactAssetStatements(context),
    ...jumpStartModelStatements(context),
  ],
  "ecr.api": awsImageStatements,
  "ecr.dkr": awsImageStatements,
  "sagemaker.api": (context) => [...studioImageStatements(context), ...publicModelHubStatements(context)],
  ssm: publicParameterStatements,
  iam: managedPolicyStatements,
  "bedrock-runtime": foundationModelStatements,
};

/**
 * Statements that allow trusted principals to use AWS owned resources, by ARN.
 *
 * @see https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
 */
export function awsOwnedStatements(name: EndpointName, context: AwsOwnedResourceContext): readonly Statement[] {
  return AWS_OWNED_STATEMENTS[name]?.(context) ?? [];
}

/** ARN of a resource in this region that another account owns. `owner` may also be `aws` or empty. */
function arnOwnedBy({ partition, region }: IAccount, service: string, owner: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${owner}:${resource}`;
}

/** Allows principals of the trusted scope to call actions on AWS owned resources. */
function allowTrustedPrincipals(
  context: AwsOwnedResourceContext,
  statement: Pick<Statement, "Sid" | "Action" | "Resource">,
): Statement {
  const { principal } = trustedScopeConditions(context.trustedScope, context.account);
  return { Effect: "Allow", Principal: "*", ...statement, Condition: principal };
}

/**
 * Image layers are downloaded with presigned URLs of ECR's account, so a condition on the principal would never match. The
 * statement allows only to read from AWS's bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
 */
function ecrLayerStatements({ account, services }: AwsOwnedResourceContext): readonly Statement[] {
  if (!services.includes("ecr.dkr")) {
    return [];
  }
  return [
    allowPresignedObjectRead("AllowImageLayersOfEcr", account.s3Arn(`prod-${account.region}-starport-layer-bucket/*`)),
  ];
}

/** Packages are downloaded with presigned URLs of CodeArtifact's account. npm and Maven need this, pip does not. */
function codeArtifactAssetStatements({ account, services, awsOwned }: AwsOwnedResourceContext): readonly Statement[] {
  if (!services.includes("codeartifact.repositories") || awsOwned.codeArtifactAssets === undefined) {
    return [];
  }
  const bucket = `assets-${awsOwned.codeArtifactAssets}-${account.region}`;
  return [allowPresignedObjectRead("AllowPackageAssetsOfCodeArtifact", account.s3Arn(`${bucket}/*`))];
}

function allowPresignedObjectRead(sid: string, objects: string): Statement {
  return { Sid: sid, Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: objects };
}

function jumpStartModelStatements(context: AwsOwnedResourceContext): readonly Statement[] {
  if (!context.jumpStart) {
    return [];
  }
  const bucket = context.account.s3Arn(`jumpstart-cache-prod-${context.account.region}`);
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToJumpStartModels",
      Action: ["s3:GetObject", "s3:ListBucket"],
      Resource: [bucket, `${bucket}/*`],
    }),
  ];
}

function awsImageStatements(context: AwsOwnedResourceContext): readonly Statement[] {
  const { account, awsOwned } = context;
  if (awsOwned.imageRegistries.length === 0) {
    return [];
  }
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToImagesOfAws",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: awsOwned.imageRegistries.map((owner) => arnOwnedBy(account, "ecr", owner, "repository/*")),
    }),
  ];
}

function studioImageStatements(context: AwsOwnedResourceContext): readonly Statement[] {
  const { account, awsOwned } = context;
  if (awsOwned.sageMakerDistribution === undefined) {
    return [];
  }
  const owner = awsOwned.sageMakerDistribution;
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToStudioImages",
      Action: ["sagemaker:DescribeImage", "sagemaker:DescribeImageVersion", "sagemaker:ListImageVersions"],
      Resource: ["image/*", "image-version/*"].map((images) => arnOwnedBy(account, "sagemaker", owner, images)),
    }),
  ];
}

function publicModelHubStatements(context: AwsOwnedResourceContext): readonly Statement[] {
  if (!context.jumpStart) {
    return [];
  }
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToPublicModelHub",
      Action: [
        "sagemaker:DescribeHub",
        "sagemaker:DescribeHubContent",
        "sagemaker:ListHubContentVersions",
        "sagemaker:ListHubContents",
      ],
      Resource: ["hub/*", "hub-content/*"].map((hub) => arnOwnedBy(context.account, "sagemaker", "aws", hub)),
    }),
  ];
}

function publicParameterStatements(context: AwsOwnedResourceContext): readonly Statement[] {
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToPublicParameters",
      Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      Resource: arnOwnedBy(context.account, "ssm", "", "parameter/aws/*"),
    }),
  ];
}

function managedPolicyStatements(context: AwsOwnedResourceContext): readonly Statement[] {
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToManagedPolicies",
      Action: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"],
      Resource: `arn:${context.account.partition}:iam::aws:policy/*`,
    }),
  ];
}

function foundationModelStatements(context: AwsOwnedResourceContext): readonly Statement[] {
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToFoundationModels",
      Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      Resource: arnOwnedBy(context.account, "bedrock", "", "foundation-model/*"),
    }),
  ];
}
