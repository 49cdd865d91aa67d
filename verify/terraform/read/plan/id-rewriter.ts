import { groupBy } from "../../../collections/group-by";
import { memoizeByText } from "../../../collections/memoize";
import { ownEntry } from "../../../collections/own-entry";
import { escapeTemplate } from "../../expressions/terraform-value";
import { modulesOf, withoutInstanceKeys } from "../../resource-address";
import { understoodDataSourceOf } from "../../resource-types/understood-data-sources";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  mapMembers,
  mapTexts,
  type Resource,
} from "../../terraform-configuration";

/** A resource as a plan or a state contains it: with the IDs that AWS assigned. */
export interface ResourceWithIds {
  readonly address: string;
  readonly type: string;
  readonly mode: Resource["mode"];
  readonly values: JsonObject;
  /** Addresses of its dependencies, without instance keys. @default - not known */
  readonly dependencies?: readonly string[];
}

/** Converts plain values to the normal form: an ID that AWS assigned becomes a reference to the resource that has it. */
export interface IdRewriter {
  /** @param owner the resource that has the value as an argument; its own IDs stay as they are */
  rewrite(value: Json, owner?: ResourceWithIds): Json;
}

/** Attributes with an ID that AWS assigns and that other resources use, besides `id` and `arn`. */
const computedIdAttributes: Readonly<Record<string, readonly string[]>> = {
  aws_vpc: [
    "default_route_table_id",
    "main_route_table_id",
    "default_security_group_id",
    "default_network_acl_id",
    "dhcp_options_id",
  ],
  aws_vpc_endpoint: ["prefix_list_id"],
  aws_instance: ["primary_network_interface_id"],
  aws_eip: ["allocation_id"],
  aws_sagemaker_domain: ["home_efs_file_system_id"],
  // Images are named by it, with a tag or a digest behind.
  aws_ecr_repository: ["repository_url"],
};

/** Types whose argument `arn` names another resource. The provider requires it, so that it is never an ID of their own. */
export const typesWithArnOfAnother: ReadonlySet<string> = new Set([
  "aws_cloudwatch_event_target",
  "aws_lakeformation_resource",
  "aws_notifications_channel_association",
  "aws_sns_topic_data_protection_policy",
  "aws_sns_topic_policy",
]);

const ownIdsOf = memoizeByText((type): readonly string[] => {
  // The ID of some resources is their ARN. References then use arn, so it comes first.
  const names = typesWithArnOfAnother.has(type) ? ["id"] : ["arn", "id"];
  return [...names, ...(ownEntry(computedIdAttributes, type) ?? [])];
});

/** An ID of AWS. Those of attachments and route tables of a transit gateway have two words. */
const assignedIdPattern = /\b(?:tgw-(?:attach|rtb)|[a-z]+)-[0-9a-f]{8,17}\b/g;

/** Arguments with a name that other resources use, of types of which `id` is not the name. */
const nameAttributes: Readonly<Record<string, readonly string[]>> = {
  aws_codeartifact_domain: ["domain"],
  aws_codeartifact_repository: ["repository"],
};

/** An ID that cannot be a name by chance: `subnet-0a1b2c3d`, an ARN, or a repository of ECR. */
const unambiguousIdPattern =
  /arn:aws[\w-]*:[^\s"',\\\]}]+|\b(?:tgw-(?:attach|rtb)|[a-z]+)-[0-9a-f]{8,17}\b|\b\d{12}\.dkr\.ecr\.[\w.-]+\/[\w./-]+/g;

/** A rewriter for the IDs of these resources. */
export function idRewriter(resources: readonly ResourceWithIds[]): IdRewriter {
  // A data source has the ID of what it looks up, which the resource itself tells more about.
  const managedFirst = [
    ...resources.filter(({ mode }) => mode === "managed"),
    ...resources.filter(({ mode }) => mode === "data"),
  ];
  const named = managedFirst.flatMap(idReferencesOf);
  const references = new Map(named.toReversed().map(({ id, reference }) => [id, reference]));
  const byId = groupBy(named, ({ id }) => id);
  const withReferences = (text: string, owner: ResourceWithIds | undefined): string => {
    const escaped = escapeTemplate(text);
    // Each ID has a hyphen, or is an ARN; few texts do.
    return escaped.includes("-") || escaped.includes("arn:aws")
      ? escaped.replace(unambiguousIdPattern, (id) => rewriteIdPrefix(id, owner, references))
      : escaped;
  };
  const wholeReference = (found: readonly IdReference[], owner: ResourceWithIds | undefined): string | undefined => {
    const whole = found.filter((candidate) => mayRewriteId(candidate, owner));
    // Several resources may have one ID, for example a bucket and its policy. The one with the shortest type name owns it. Instances of
    // a module may each have a resource of one name, and an argument names that of its own module.
    const isElsewhere = ({ address }: IdReference): number =>
      modulesOf(address) === modulesOf(owner?.address ?? "") ? 0 : 1;
    const [best] = whole.toSorted(
      (a, b) =>
        a.type.length - b.type.length || Number(a.isLookup) - Number(b.isLookup) || isElsewhere(a) - isElsewhere(b),
    );
    return best?.reference;
  };
  const restoreText = (text: string, owner: ResourceWithIds | undefined): string => {
    const found = byId.get(text);
    return (found && wholeReference(found, owner)) ?? withReferences(text, owner);
  };
  return { rewrite: (value, owner) => mapTexts(value, (text) => restoreText(text, owner)) };
}

interface IdReference {
  readonly id: string;
  readonly reference: string;
  readonly address: string;
  readonly type: string;
  /** Whether a data source has it, of which the resource itself tells more. */
  readonly isLookup: boolean;
}

/** Removes what no configuration contains: the IDs that AWS assigns, and the empty values of omitted arguments. Nulls in blocks stay. */
export function withoutComputedIds({ type, values }: ResourceWithIds): JsonObject {
  const names = ownIdsOf(type);
  return mapMembers(values, (value, name) => (names.includes(name) || isOmittedValue(value) ? undefined : value));
}

/** Whether the value means that the argument is omitted. An empty list does not: a configuration may contain one. */
function isOmittedValue(value: Json): boolean {
  return value === null || value === "";
}

function idReferencesOf({ address, type, mode, values }: ResourceWithIds): readonly IdReference[] {
  if (mode === "data" && understoodDataSourceOf(type)?.attributes.includes("id") !== true) {
    // No model knows what it finds, so that the value says more than the reference.
    return [];
  }
  const names = [...ownIdsOf(type), ...(ownEntry(nameAttributes, type) ?? [])];
  const plain = names.flatMap((name): readonly IdReference[] => {
    const id = values[name];
    return typeof id === "string" && id !== ""
      ? [{ id, reference: `\${${address}.${name}}`, address, type, isLookup: mode === "data" }]
      : [];
  });
  return [...plain, ...firewallEndpointIds(address, type, values)];
}

/** The IDs of a firewall's endpoints, each with the expression that selects the endpoint by its Availability Zone. */
function firewallEndpointIds(address: string, type: string, values: JsonObject): readonly IdReference[] {
  const [status] = Array.isArray(values.firewall_status) ? values.firewall_status : [];
  const states = isJsonObject(status) && Array.isArray(status.sync_states) ? status.sync_states : [];
  return states.filter(isJsonObject).flatMap(({ availability_zone: zone, attachment }) => {
    const [first] = Array.isArray(attachment) ? attachment : [];
    const id = isJsonObject(first) ? first.endpoint_id : undefined;
    const set = `tolist(${address}.firewall_status[0].sync_states)`;
    const reference = `\${{for state in ${set} : state.availability_zone => state.attachment[0].endpoint_id}["${zone}"]}`;
    return typeof id === "string" ? [{ id, reference, address, type, isLookup: false }] : [];
  });
}

/** A name may equal an ID by chance, so it is rewritten only if Terraform lists the resource as a dependency. */
function mayRewriteId({ id, address }: IdReference, owner: ResourceWithIds | undefined): boolean {
  if (address === owner?.address) {
    return false;
  }
  const isDistinctive = id.replace(unambiguousIdPattern, "") === "";
  return isDistinctive || owner?.dependencies?.includes(withoutInstanceKeys(address)) === true;
}

/** An ARN may extend the ARN of a resource: `<bucket>/*`, `<log group>:*`. */
function rewriteIdPrefix(
  id: string,
  owner: ResourceWithIds | undefined,
  references: ReadonlyMap<string, string>,
): string {
  for (let end = id.length; end > 0; end = Math.max(id.lastIndexOf("/", end - 1), id.lastIndexOf(":", end - 1))) {
    const reference = references.get(id.slice(0, end));
    if (reference !== undefined && !reference.startsWith(`\${${owner?.address}.`)) {
      return `${reference}${id.slice(end)}`;
    }
  }
  // The ARN of an app, for example, contains the ID of its domain.
  return id.replace(assignedIdPattern, (part) => {
    const reference = references.get(part);
    return reference === undefined || reference.startsWith(`\${${owner?.address}.`) ? part : reference;
  });
}
