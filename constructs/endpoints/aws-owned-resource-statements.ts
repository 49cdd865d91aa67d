import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";
import { trustedScopeConditions } from "../iam/trusted-scope";
import type { EndpointName } from "./endpoint-catalog";
import type { EndpointPolicyContext } from "./endpoint-policy-context";

type AwsOwnedStatementGenerator = (context: EndpointPolicyContext) => readonly Statement[];

/** Which resources of AWS an endpoint must let through, beside our own. */
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
 * Statements for resources that AWS owns and that our principals need, each by its ARN.
 *
 * @see https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
 */
export function awsOwnedStatements(name: EndpointName, context: EndpointPolicyContext): readonly Statement[] {
  return AWS_OWNED_STATEMENTS[name]?.(context) ?? [];
}

/** ARN of a resource in this region that another account owns; `aws` and none at all are owners too. */
function arnOwnedBy({ partition, region }: Account, service: string, owner: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${owner}:${resource}`;
}

/** Our principals may do `Action` on what AWS owns. */
function allowTrustedPrincipals(
  context: EndpointPolicyContext,
  statement: Pick<Statement, "Sid" | "Action" | "Resource">,
): Statement {
  const { principal } = trustedScopeConditions(context.trustedScope, context.account);
  return { Effect: "Allow", Principal: "*", ...statement, Condition: principal };
}

/**
 * Layers are fetched by a URL that ECR signs with its own account, so no condition on the caller can hold; reading is all it
 * allows, and the bucket is AWS's.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
 */
function ecrLayerStatements({ account, services }: EndpointPolicyContext): readonly Statement[] {
  if (!services.includes("ecr.dkr")) {
    return [];
  }
  return [
    allowPresignedObjectRead("AllowImageLayersOfEcr", account.s3Arn(`prod-${account.region}-starport-layer-bucket/*`)),
  ];
}

/** Like layers, by a URL that CodeArtifact signs; pip does not need it, npm and Maven do. */
function codeArtifactAssetStatements({ account, services, awsOwned }: EndpointPolicyContext): readonly Statement[] {
  if (!services.includes("codeartifact.repositories") || awsOwned.codeArtifactAssets === undefined) {
    return [];
  }
  const bucket = `assets-${awsOwned.codeArtifactAssets}-${account.region}`;
  return [allowPresignedObjectRead("AllowPackageAssetsOfCodeArtifact", account.s3Arn(`${bucket}/*`))];
}

function allowPresignedObjectRead(sid: string, objects: string): Statement {
  return { Sid: sid, Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: objects };
}

function jumpStartModelStatements(context: EndpointPolicyContext): readonly Statement[] {
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

function awsImageStatements(context: EndpointPolicyContext): readonly Statement[] {
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

function studioImageStatements(context: EndpointPolicyContext): readonly Statement[] {
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

function publicModelHubStatements(context: EndpointPolicyContext): readonly Statement[] {
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

function publicParameterStatements(context: EndpointPolicyContext): readonly Statement[] {
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToPublicParameters",
      Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      Resource: arnOwnedBy(context.account, "ssm", "", "parameter/aws/*"),
    }),
  ];
}

function managedPolicyStatements(context: EndpointPolicyContext): readonly Statement[] {
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToManagedPolicies",
      Action: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"],
      Resource: `arn:${context.account.partition}:iam::aws:policy/*`,
    }),
  ];
}

function foundationModelStatements(context: EndpointPolicyContext): readonly Statement[] {
  return [
    allowTrustedPrincipals(context, {
      Sid: "AllowOurPrincipalsToFoundationModels",
      Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      Resource: arnOwnedBy(context.account, "bedrock", "", "foundation-model/*"),
    }),
  ];
}
