import type { Account } from "../account";
import { ownerConditions } from "../iam/organization-scope";
import type { Statement } from "../iam/policy-document";
import type { EndpointName } from "./catalog";
import type { EndpointPolicyContext } from "./policy-context";

type AwsOwnedGenerator = (context: EndpointPolicyContext) => readonly Statement[];

/** Which resources of AWS an endpoint must let through, beside our own. */
const AWS_OWNED: Partial<Readonly<Record<EndpointName, AwsOwnedGenerator>>> = {
  s3: (context) => [...imageLayers(context), ...packageAssets(context), ...jumpStartModels(context)],
  "ecr.api": imagesOfAws,
  "ecr.dkr": imagesOfAws,
  "sagemaker.api": (context) => [...studioImages(context), ...publicModelHub(context)],
  ssm: publicParameters,
  iam: managedPolicies,
  "bedrock-runtime": foundationModels,
};

/**
 * Statements for resources that AWS owns and that our principals need, each by its ARN.
 *
 * @see https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
 */
export function awsOwnedStatements(name: EndpointName, context: EndpointPolicyContext): readonly Statement[] {
  return AWS_OWNED[name]?.(context) ?? [];
}

/** ARN of a resource in this region that another account owns; `aws` and none at all are owners too. */
function foreignArn({ partition, region }: Account, service: string, owner: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${owner}:${resource}`;
}

/** Our principals may do `Action` on what AWS owns. */
function ours(context: EndpointPolicyContext, statement: Pick<Statement, "Sid" | "Action" | "Resource">): Statement {
  const { principal } = ownerConditions(context.owner, context.account);
  return { Effect: "Allow", Principal: "*", ...statement, Condition: principal };
}

/**
 * Layers are fetched by a URL that ECR signs with its own account, so no condition on the caller can hold; reading is all it
 * allows, and the bucket is AWS's.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
 */
function imageLayers({ account, services }: EndpointPolicyContext): readonly Statement[] {
  if (!services.includes("ecr.dkr")) {
    return [];
  }
  return [readOfSignedUrl("AllowImageLayersOfEcr", account.s3Arn(`prod-${account.region}-starport-layer-bucket/*`))];
}

/** Like layers, by a URL that CodeArtifact signs; pip does not need it, npm and Maven do. */
function packageAssets({ account, services, awsOwned }: EndpointPolicyContext): readonly Statement[] {
  if (!services.includes("codeartifact.repositories") || awsOwned.packageAssets === undefined) {
    return [];
  }
  const bucket = `assets-${awsOwned.packageAssets}-${account.region}`;
  return [readOfSignedUrl("AllowPackageAssetsOfCodeArtifact", account.s3Arn(`${bucket}/*`))];
}

function readOfSignedUrl(sid: string, objects: string): Statement {
  return { Sid: sid, Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: objects };
}

function jumpStartModels(context: EndpointPolicyContext): readonly Statement[] {
  if (!context.jumpStart) {
    return [];
  }
  const bucket = context.account.s3Arn(`jumpstart-cache-prod-${context.account.region}`);
  return [
    ours(context, {
      Sid: "AllowOurPrincipalsToJumpStartModels",
      Action: ["s3:GetObject", "s3:ListBucket"],
      Resource: [bucket, `${bucket}/*`],
    }),
  ];
}

function imagesOfAws(context: EndpointPolicyContext): readonly Statement[] {
  const { account, awsOwned } = context;
  if (awsOwned.images.length === 0) {
    return [];
  }
  return [
    ours(context, {
      Sid: "AllowOurPrincipalsToImagesOfAws",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: awsOwned.images.map((owner) => foreignArn(account, "ecr", owner, "repository/*")),
    }),
  ];
}

function studioImages(context: EndpointPolicyContext): readonly Statement[] {
  const { account, awsOwned } = context;
  if (awsOwned.distribution === undefined) {
    return [];
  }
  const owner = awsOwned.distribution;
  return [
    ours(context, {
      Sid: "AllowOurPrincipalsToStudioImages",
      Action: ["sagemaker:DescribeImage", "sagemaker:DescribeImageVersion", "sagemaker:ListImageVersions"],
      Resource: ["image/*", "image-version/*"].map((images) => foreignArn(account, "sagemaker", owner, images)),
    }),
  ];
}

function publicModelHub(context: EndpointPolicyContext): readonly Statement[] {
  if (!context.jumpStart) {
    return [];
  }
  return [
    ours(context, {
      Sid: "AllowOurPrincipalsToPublicModelHub",
      Action: [
        "sagemaker:DescribeHub",
        "sagemaker:DescribeHubContent",
        "sagemaker:ListHubContentVersions",
        "sagemaker:ListHubContents",
      ],
      Resource: ["hub/*", "hub-content/*"].map((hub) => foreignArn(context.account, "sagemaker", "aws", hub)),
    }),
  ];
}

function publicParameters(context: EndpointPolicyContext): readonly Statement[] {
  return [
    ours(context, {
      Sid: "AllowOurPrincipalsToPublicParameters",
      Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      Resource: foreignArn(context.account, "ssm", "", "parameter/aws/*"),
    }),
  ];
}

function managedPolicies(context: EndpointPolicyContext): readonly Statement[] {
  return [
    ours(context, {
      Sid: "AllowOurPrincipalsToManagedPolicies",
      Action: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"],
      Resource: `arn:${context.account.partition}:iam::aws:policy/*`,
    }),
  ];
}

function foundationModels(context: EndpointPolicyContext): readonly Statement[] {
  return [
    ours(context, {
      Sid: "AllowOurPrincipalsToFoundationModels",
      Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      Resource: foreignArn(context.account, "bedrock", "", "foundation-model/*"),
    }),
  ];
}
