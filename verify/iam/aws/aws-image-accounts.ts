import { partitionNamed } from "../../../aws/partitions";
import { accounts } from "./aws-image-accounts.data.json";

/**
 * By region, the account in the name of CodeArtifact's package bucket `assets-ACCOUNT-REGION`. Anyone can register a bucket of
 * that form with another account or region.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/create-s3-gateway-endpoint.html
 */
export const codeArtifactAssetAccountByRegion: Readonly<Record<string, string>> = {
  "ap-northeast-1": "660291247815",
  "ap-south-1": "681137435769",
  "ap-southeast-1": "421485864821",
  "ap-southeast-2": "860415559748",
  "eu-central-1": "769407342218",
  "eu-north-1": "611884512288",
  "eu-south-1": "484130244270",
  "eu-west-1": "438097961670",
  "eu-west-2": "247805302724",
  "eu-west-3": "762466490029",
  "us-east-1": "193858265520",
  "us-east-2": "250872398865",
  "us-west-2": "787052242323",
};

/**
 * Accounts by partition: SageMaker Distribution, deep learning containers, built-in algorithms, and the images of processing jobs such as
 * Spark, Clarify and Model Monitor.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-algo-docker-registry-paths.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/notebooks-available-images.html
 */
const accountsByPartition: Readonly<Record<string, readonly string[] | undefined>> = accounts;

/** Accounts in which AWS publishes images for SageMaker in a partition. An account of another partition is somebody else's. */
export function awsImageAccountsIn(partition: string): readonly string[] {
  return accountsByPartition[partitionNamed(partition).name] ?? [];
}

/** The ARNs of what AWS publishes in these accounts. Whatever else is there, such as a topic, is not offered to customers. */
const publishedImages =
  /^arn:[^:]*:(?:ecr:[^:]*:\d+:repository|sagemaker:[^:]*:\d+:(?:image|image-version|model-package|algorithm))\//u;

/** Whether a text names an image or a model that is offered in an account: by the host of a registry, or by an ARN. */
export function namesPublishedImage(text: string): boolean {
  return !text.startsWith("arn:") || publishedImages.test(text);
}
