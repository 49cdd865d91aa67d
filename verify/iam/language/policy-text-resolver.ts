import { managedPolicyPath } from "../../../aws/managed-policies";
import { dnsSuffixOfPartition, isRegionName, partitionOfRegion } from "../../../aws/partitions";
import { memoizeByText } from "../../collections/memoize";
import { ownEntry } from "../../collections/own-entry";
import { declaredPostures } from "../../terraform/declared-parts";
import {
  describeExpression,
  parseTemplate,
  type Reference,
  type TemplatePart,
} from "../../terraform/expressions/template";
import { lookedUpRegion } from "../../terraform/references/looked-up-region";
import { computedAttributeFormats } from "../../terraform/resource-types/computed-attribute-formats";
import { isReadInAnyRegion } from "../../terraform/resource-types/groups/type-groups";
import { providerRegion } from "../../terraform/sole-region";
import {
  isLiteralText,
  isSet,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { containsPlaceholder, type PlaceholderTable, sharedPlaceholderTable } from "../patterns/placeholders";

/** Resolves the Terraform strings of one configuration, so that different references to one value become one text. */
export interface PolicyTextResolver {
  readonly placeholders: PlaceholderTable;
  /** The account that the stack is deployed to: its id, or a placeholder. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** The organization of the account, from the data source or the posture. @default - not known: every organization may be foreign */
  readonly ownOrganization?: string;
  resolve(template: string): string;
  /**
   * As {@link resolve}, for a JSON text.
   *
   * @throws when the value of a reference has characters that JSON escapes, or is not known and may have some: Terraform inserts
   *   them unescaped, so they may add whole statements, unless `jsonencode` made the text
   */
  resolveJson(template: string): string;
}

/** The resolver of a configuration. What it does not know becomes a placeholder, which all resolvers share. */
export function policyTextResolver(configuration: TerraformConfiguration): PolicyTextResolver {
  const placeholders = sharedPlaceholderTable();
  const location = deploymentLocation(configuration, placeholders);
  const byAddress = new Map(configuration.resources.map((resource) => [resource.address, resource]));
  const scope: ResolveScope = { placeholders, location, ownRegion: providerRegion(configuration), byAddress };
  const hasDataSource = configuration.resources.some(({ type }) => type === "aws_organizations_organization");
  const declared = declaredOrganization(configuration);
  return {
    placeholders,
    ...location,
    ...(hasDataSource || declared !== undefined ? { ownOrganization: location.organization } : {}),
    resolve: memoizeByText((template) => resolveTemplate(scope, template, 0)),
    resolveJson: (template) =>
      parseTemplate(template)
        .map((part) => (part.kind === "literal" ? part.text : resolveJsonPart(scope, part)))
        .join(""),
  };
}

interface ResolveScope {
  readonly placeholders: PlaceholderTable;
  readonly location: DeploymentLocation;
  /** @default - not known */
  readonly ownRegion: string | undefined;
  readonly byAddress: ReadonlyMap<string, Resource>;
}

/** Ends cycles of references: Terraform rejects them, but a hand-written file may contain one. */
const maxReferenceDepth = 8;

function resolveTemplate(scope: ResolveScope, template: string, depth: number): string {
  return parseTemplate(template)
    .map((part) => resolvePart(scope, part, depth))
    .join("");
}

function resolveJsonPart(scope: ResolveScope, part: Exclude<TemplatePart, { readonly kind: "literal" }>): string {
  const text = resolvePart(scope, part, 0);
  const name = part.kind === "reference" ? referenceName(part) : describeExpression(part.text);
  if (JSON.stringify(text) !== `"${text}"`) {
    throw new Error(`the value of ${name} has quotes or other characters that JSON escapes, and can change the policy`);
  }
  if (containsPlaceholder(text) && !(part.kind === "reference" && hasPlainValue(part))) {
    throw new Error(`the value of ${name} is not known, and quotes in it can change the policy`);
  }
  return text;
}

/** Attributes with which AWS and Terraform name things: they hold no quotes. */
const plainAttributes = new Set([
  ...["account_id", "arn", "bucket", "bucket_arn", "domain_id", "family", "function_name", "home_efs_file_system_id"],
  ...[
    "id",
    "key_id",
    "key_arn",
    "name",
    "name_prefix",
    "owner_id",
    "partition",
    "policy_id",
    "qualified_arn",
    "region",
  ],
  ...["role_name", "unique_id", "user_profile_name", "vpc_id", "workgroup_name"],
]);

function hasPlainValue({ attribute }: Reference): boolean {
  return plainAttributes.has(attribute) || /_(?:arn|id)$/u.test(attribute);
}

function resolvePart(scope: ResolveScope, part: TemplatePart, depth: number): string {
  switch (part.kind) {
    case "literal":
      return part.text;
    case "expression":
      return scope.placeholders.unknown(describeExpression(part.text));
    case "reference":
      return resolvePolicyReference(scope, part, depth);
  }
}

function resolvePolicyReference(scope: ResolveScope, reference: Reference, depth: number): string {
  const resource = scope.byAddress.get(reference.address);
  if (resource === undefined || depth > maxReferenceDepth) {
    return scope.placeholders.unknown(referenceName(reference));
  }
  return resource.mode === "data"
    ? (resolveDataSource(scope, resource, reference, depth) ?? scope.placeholders.unknown(referenceName(reference)))
    : resolveAttribute(scope, resource, reference.attribute, depth);
}

function resolveAttribute(scope: ResolveScope, resource: Resource, attribute: string, depth: number): string {
  const value = resource.values[attribute];
  if (typeof value === "string") {
    return resolveTemplate(scope, value, depth + 1);
  }
  const shape = ownEntry(ownEntry(computedAttributeFormats, resource.type) ?? {}, attribute);
  if (shape === undefined) {
    return scope.placeholders.opaque(`${resource.address}.${attribute}`);
  }
  const place: Readonly<Record<string, string>> = { ...scope.location, ...otherRegionOf(scope, resource) };
  return shape.replace(/\{(\w+)(\|host)?(?:=([^}]*))?\}/g, (_, name: string, host?: string, standard?: string) => {
    const known = place[name] ?? (resource.values[name] === undefined ? standard : undefined);
    const text = known ?? resolveAttribute(scope, resource, name, depth + 1);
    return host === undefined ? text : text.replace(/^https:\/\//, "");
  });
}

/** The Region in the ARN of a resource that the models read in any Region. */
function otherRegionOf({ ownRegion }: ResolveScope, { type, values: { region } }: Resource): { region?: string } {
  const isOther = isReadInAnyRegion(type) && isLiteralText(region) && isRegionName(region) && region !== ownRegion;
  return isOther ? { region } : {};
}

interface DeploymentLocation {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly organization: string;
}

function deploymentLocation(configuration: TerraformConfiguration, placeholders: PlaceholderTable): DeploymentLocation {
  const known = (type: string, ...attributes: string[]): string | undefined =>
    configuration.resources
      .filter((resource) => resource.mode === "data" && resource.type === type)
      .flatMap(({ values }) => attributes.map((attribute) => values[attribute]))
      .find((value) => typeof value === "string");
  // Data sources of other Regions say nothing about the stack's.
  const [found, ...others] = new Set(
    configuration.resources
      .filter(({ mode, type }) => mode === "data" && type === "aws_region")
      .flatMap(({ values }) => lookedUpRegion(values, undefined) ?? []),
  );
  const region = configuration.region ?? (others.length === 0 ? found : undefined);
  return {
    account: known("aws_caller_identity", "account_id", "id") ?? placeholders.opaque("this account"),
    region: region ?? placeholders.opaque("this region"),
    organization:
      known("aws_organizations_organization", "id") ??
      declaredOrganization(configuration) ??
      placeholders.opaque("this organization"),
    partition:
      known("aws_partition", "partition", "id") ?? partitionNameOf(region) ?? placeholders.opaque("this partition"),
  };
}

/** `organization_id` of the posture that the root module or a called module declares. */
function declaredOrganization({ outputs }: TerraformConfiguration): string | undefined {
  return declaredPostures(outputs)
    .map((posture) => posture.organization_id)
    .find((id) => typeof id === "string" && /^o-[a-z0-9]+$/.test(id)) as string | undefined;
}

function partitionNameOf(region: string | undefined): string | undefined {
  return region === undefined || region.includes("${") ? undefined : partitionOfRegion(region).name;
}

/** Data sources whose attributes say where the stack is deployed, and which policy it attaches. */
function resolveDataSource(
  scope: ResolveScope,
  resource: Resource,
  { attribute }: Reference,
  depth: number,
): string | undefined {
  const { location } = scope;
  if (resource.type === "aws_iam_policy") {
    return attribute === "arn" || attribute === "id" ? lookedUpPolicy(scope, resource, depth) : undefined;
  }
  const region = lookedUpRegion(resource.values, location.region);
  const texts: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
    aws_organizations_organization: { id: location.organization },
    aws_caller_identity: { account_id: location.account, id: location.account },
    aws_region: { region, name: region, id: region },
    aws_partition: {
      partition: location.partition,
      id: location.partition,
      dns_suffix: dnsSuffixOfPartition(location.partition),
    },
  };
  return ownEntry(ownEntry(texts, resource.type) ?? {}, attribute);
}

/**
 * ARN of the policy that a data source finds by its ARN, or by the name of an AWS managed policy. Every account has those, and the
 * provider refuses a name that two policies have.
 */
function lookedUpPolicy(scope: ResolveScope, { values }: Resource, depth: number): string | undefined {
  const { arn, name, path_prefix: prefix } = values;
  if (isSet(arn)) {
    return typeof arn === "string" ? resolveTemplate(scope, arn, depth + 1) : undefined;
  }
  const path = typeof name === "string" ? managedPolicyPath(resolveTemplate(scope, name, depth + 1)) : undefined;
  const mayFind = !isSet(prefix) || (typeof prefix === "string" && `/${path}`.startsWith(prefix));
  return path !== undefined && mayFind ? `arn:${scope.location.partition}:iam::aws:policy/${path}` : undefined;
}

function referenceName({ address, attribute }: Reference): string {
  return attribute === "" ? address : `${address}.${attribute}`;
}
