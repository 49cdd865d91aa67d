import { partitionOfRegion } from "../../aws/partitions";
import { blocksOf, objectOf, type Values } from "./terraform-values";

/** One managed resource. */
export interface AwsResource {
  /** As Terraform prints it, e.g. `aws_vpc.main`. */
  readonly address: string;
  readonly type: string;
  readonly values: Values;
}

/** The managed resources of a configuration. */
export interface AwsConfiguration {
  readonly resources: readonly AwsResource[];
  /** Region of the provider. @default - not known */
  readonly region?: string;
}

/** The resources of one type, in their order. */
export function resourcesOfType(resources: readonly AwsResource[], wanted: string): readonly AwsResource[] {
  return resources.filter(({ type }) => type === wanted);
}

/** Stands for the account id of the credentials, which has 12 digits. */
const SAMPLE_ACCOUNT = "123456789012";
const REFERENCE = /\$\{(data\.)?(aws_\w+)\.([\w-]+)\.(\w+)\}/g;

/**
 * Reads a parsed `cdk.tf.json`. References to literal arguments, to the region, to the partition and to the account are replaced
 * by their values, so that names made of them can be checked. Other references stay as they are.
 */
export function awsConfiguration(json: unknown): AwsConfiguration {
  const sections = objectOf(json);
  const region = providerRegion(sections);
  const resources = Object.entries(objectOf(sections.resource)).flatMap(([type, named]) =>
    Object.entries(objectOf(named)).flatMap(([name, values]) =>
      blocksOf(values).map((one) => ({ address: `${type}.${name}`, type, values: one })),
    ),
  );
  const byAddress = new Map(resources.map(({ address, values }) => [address, values]));
  return {
    resources: resources.map((resource) => ({
      ...resource,
      values: resolved(resource.values, byAddress, region) as Values,
    })),
    ...(region === undefined ? {} : { region }),
  };
}

function providerRegion({ provider }: Values): string | undefined {
  const regions = blocksOf(objectOf(provider).aws)
    .filter(({ alias }) => alias === undefined)
    .map(({ region }) => region);
  return typeof regions[0] === "string" && !regions[0].includes("${") ? regions[0] : undefined;
}

function resolved(value: unknown, byAddress: ReadonlyMap<string, Values>, region: string | undefined): unknown {
  if (typeof value === "string") {
    return value.includes("${")
      ? value.replaceAll(
          REFERENCE,
          (whole, data: string | undefined, type: string, name: string, attribute: string) =>
            (data === undefined
              ? literalArgument(byAddress.get(`${type}.${name}`)?.[attribute])
              : dataAttribute(type, attribute, region)) ?? whole,
        )
      : value;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  // Most values hold no reference, and need no copy.
  const entries = Object.entries(value).map(([key, item]) => [key, resolved(item, byAddress, region)] as const);
  if (entries.every(([key, item]) => item === Reflect.get(value, key))) {
    return value;
  }
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

/** The text of an argument that refers to nothing itself. */
function literalArgument(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}

function dataAttribute(type: string, attribute: string, region: string | undefined): string | undefined {
  if (type === "aws_caller_identity") {
    return attribute === "account_id" ? SAMPLE_ACCOUNT : undefined;
  }
  if (region === undefined) {
    return undefined;
  }
  const { name, dnsSuffix } = partitionOfRegion(region);
  const attributes: Readonly<Record<string, string>> = {
    "aws_region.region": region,
    "aws_region.name": region,
    "aws_partition.partition": name,
    "aws_partition.dns_suffix": dnsSuffix,
  };
  return attributes[`${type}.${attribute}`];
}
