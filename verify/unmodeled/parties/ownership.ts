import { awsPartitions } from "../../../aws/partitions";
import { memoize } from "../../collections/memoize";
import { ownEntry } from "../../collections/own-entry";
import { policyModel } from "../../iam/attachments/policy-model";
import { awsImageAccountsIn, namesPublishedImage } from "../../iam/aws/aws-image-accounts";
import {
  accountOfArn,
  accountOfRegistry,
  isOfOtherPartition,
  namesRegistry,
  stringLeaves,
} from "../../iam/language/arn-owner";
import { containsUnknown } from "../../iam/patterns/placeholders";
import { declaredPostures } from "../../terraform/declared-parts";
import { parseTemplate, singleReference } from "../../terraform/expressions/template";
import { isAwsType, resourceTypeOf } from "../../terraform/resource-types";
import { isLiteralText, type Resource, type TerraformConfiguration } from "../../terraform/terraform-configuration";

/**
 * Arguments in which resources have names that are unique in the account, by type. They cannot hold an ARN or a host of somebody else, even
 * where a part is known only after the apply.
 */
const plainNameArguments: Readonly<Record<string, string>> = {
  aws_sagemaker_app_image_config: "app_image_config_name",
  aws_sagemaker_image: "image_name",
  aws_sagemaker_studio_lifecycle_config: "studio_lifecycle_config_name",
};

const plainNames: ReadonlySet<string> = new Set(Object.values(plainNameArguments));

/** Arguments in which resources have their own names. */
const nameArguments = [
  "name",
  "id",
  "arn",
  "bucket",
  "domain",
  "repository",
  "function_name",
  "queue_url",
  "url",
  ...plainNames,
];

/**
 * Whether a text names something of this stack: a resource of the configuration, a resource of its account, or a party that the
 * posture declares. What cannot be determined is not ours.
 */
export function isOurs(configuration: TerraformConfiguration, value: string): boolean {
  const { buckets, text } = policyModel(configuration);
  const named = text.resolve(value);
  if (named === "" || named === text.account || declaredTexts(configuration).has(named)) {
    return true;
  }
  if (isOfOtherPartition(text, named)) {
    return false;
  }
  if (value.startsWith("https://")) {
    return isUrlOfOwnBucket(configuration, value);
  }
  const bucket = bucketNamed(named);
  if (bucket !== undefined) {
    return buckets.some(({ name }) => name === bucket);
  }
  const account = accountOfArn(named) ?? accountOfRegistry(text, named);
  if (account === undefined && namesRegistry(named)) {
    return false;
  }
  if (account !== undefined && account !== "") {
    return (
      account === text.account ||
      account === "aws" ||
      (namesPublishedImage(named) && awsImageAccountsIn(text.partition).includes(account)) ||
      declaredTexts(configuration).has(account)
    );
  }
  return (
    buckets.some(({ name }) => name === named) ||
    plainNamesOf(configuration).has(named) ||
    /^alias\/aws\/\w+$/.test(named) ||
    refersToOwnResource(configuration, value, 0)
  );
}

/** Names that resources of the configuration have in {@link plainNameArguments}: a state has no references. */
const plainNamesOf = memoize(
  ({ resources }: TerraformConfiguration): ReadonlySet<string> =>
    new Set(
      resources.flatMap(({ mode, type, values }) => {
        const name = mode === "managed" ? values[ownEntry(plainNameArguments, type) ?? ""] : undefined;
        return isLiteralText(name) ? [name] : [];
      }),
    ),
);

/** The bucket of an ARN or of an S3 URI. */
function bucketNamed(text: string): string | undefined {
  return /^(?:s3[an]?:\/\/|arn:[^:]*:s3:::)([^/]+)/u.exec(text)?.[1];
}

const bucketUrl = new RegExp(
  `^https://([^/]+?)\\.s3\\.(?:[a-z0-9-]+\\.)?(?:${awsPartitions.map(({ dnsSuffix }) => dnsSuffix.replaceAll(".", "\\.")).join("|")})/`,
  "u",
);

/** Whether the host of a URL is a bucket of the configuration, by reference or by name. */
function isUrlOfOwnBucket(configuration: TerraformConfiguration, url: string): boolean {
  const { buckets, text } = policyModel(configuration);
  const [scheme, host, path] = parseTemplate(url);
  const isReference =
    scheme?.kind === "literal" &&
    scheme.text === "https://" &&
    host?.kind === "reference" &&
    ["bucket_domain_name", "bucket_regional_domain_name"].includes(host.attribute) &&
    path?.kind === "literal" &&
    path.text.startsWith("/");
  if (isReference) {
    return buckets.some(({ address }) => address === host.address);
  }
  const [, bucket] = bucketUrl.exec(text.resolve(url)) ?? [];
  return buckets.some(({ name }) => name === bucket);
}

/**
 * Fields of a posture that declare parties. The others name words, networks, people, domains that Studio may connect to, or what is
 * found: a bucket with such a name is not the stack's.
 */
const fieldsWithParties: ReadonlySet<string> = new Set([
  ...["accounts", "organization_id", "deployers", "break_glass", "alarm_topics", "package_sources", "url_sources"],
  ...["identity_providers", "key_origins", "hcp_organizations", "permissions_boundaries", "own_endpoints", "pipelines"],
]);

/** Texts that the posture declares, such as topics of the organization. */
const declaredTexts = memoize(
  ({ outputs }: TerraformConfiguration): ReadonlySet<string> =>
    new Set(
      declaredPostures(outputs)
        .flatMap((posture) => Object.entries(posture))
        .filter(([field]) => fieldsWithParties.has(field))
        .flatMap(([, value]) => stringLeaves(value, "").map(([, leaf]) => leaf)),
    ),
);

/** Ends cycles of references. */
const maxReferenceDepth = 8;

/** Whether the text is one reference to what AWS computes for a resource of the configuration, or to that resource's name. */
function refersToOwnResource(configuration: TerraformConfiguration, value: string, depth: number): boolean {
  const reference = singleReference(value);
  const resource = reference === undefined ? undefined : byAddress(configuration).get(reference.address);
  if (reference === undefined || resource === undefined || !createsSomething(resource) || depth > maxReferenceDepth) {
    return false;
  }
  const argument = resource.values[reference.attribute];
  if (typeof argument !== "string") {
    return (argument === undefined || argument === null) && isGivenByAws(resource, reference.attribute);
  }
  const { text } = policyModel(configuration);
  return (
    refersToOwnResource(configuration, argument, depth + 1) ||
    (nameArguments.includes(reference.attribute) &&
      accountOfArn(text.resolve(argument)) === undefined &&
      (plainNames.has(reference.attribute) || !containsUnknown(text.resolve(argument))))
  );
}

/**
 * Whether AWS gives an attribute without a value a name of the resource. An argument may repeat another one instead, as `value` of a
 * parameter repeats `insecure_value`.
 */
function isGivenByAws({ type }: Resource, attribute: string): boolean {
  const entry = resourceTypeOf(type);
  return nameArguments.includes(attribute) || entry?.kind !== "modeled" || entry.arguments[attribute] === undefined;
}

/** Whether the resource is one of AWS, so that what it exports belongs to this account. */
function createsSomething({ mode, type }: Resource): boolean {
  return mode === "managed" && isAwsType(type) && resourceTypeOf(type) !== undefined;
}

const byAddress = memoize(
  ({ resources }: TerraformConfiguration): ReadonlyMap<string, Resource> =>
    new Map(resources.map((resource) => [resource.address, resource])),
);
