import { groupBy } from "../../../collections/group-by";
import { escapeTemplate } from "../../expressions/terraform-value";
import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";

/** A resource as a plan or a state holds it: with the ids that AWS gave. */
export interface ResourceWithIds {
  readonly address: string;
  readonly type: string;
  readonly values: JsonObject;
  /** Addresses, without instance keys, that Terraform says it depends on; `undefined` where it does not say. */
  readonly dependencies?: readonly string[];
}

/** Turns plain values into the normal form: ids that AWS gave become references to the resources that have them. */
export interface IdRewriter {
  /** @param owner the resource whose argument it is: its own ids stay as they are */
  rewrite(value: Json, owner?: ResourceWithIds): Json;
}

/** Attributes that AWS computes and other resources use; the reference that stands for each. */
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
};

/** An id that cannot be mistaken for a name: `subnet-0a1b2c3d`, or an ARN. */
const unambiguousIdPattern = /arn:aws[\w-]*:[^\s"',\\\]}]+|\b[a-z]+-[0-9a-f]{8,17}\b/g;

export function idRewriter(resources: readonly ResourceWithIds[]): IdRewriter {
  const named = resources.flatMap(idReferencesOf);
  const references = new Map(named.toReversed().map(({ id, reference }) => [id, reference]));
  const byId = groupBy(named, ({ id }) => id);
  const restoreText = (text: string, owner: ResourceWithIds | undefined): string => {
    const whole = byId.get(text)?.filter((candidate) => mayRewriteId(candidate, owner)) ?? [];
    // Of several resources with one id, a bucket and its policy for example, the shortest type is the thing itself.
    const [best] = whole.toSorted((a, b) => a.type.length - b.type.length);
    return (
      best?.reference ??
      escapeTemplate(text).replace(unambiguousIdPattern, (id) => rewriteIdPrefix(id, owner, references))
    );
  };
  const restore = (value: Json, owner: ResourceWithIds | undefined): Json => {
    if (typeof value === "string") {
      return restoreText(value, owner);
    }
    if (Array.isArray(value)) {
      return value.map((item) => restore(item, owner));
    }
    return isJsonObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, restore(item, owner)]))
      : value;
  };
  return { rewrite: restore };
}

interface IdReference {
  readonly id: string;
  readonly reference: string;
  readonly address: string;
  readonly type: string;
}

/**
 * Removes what no configuration writes: the ids by which other resources know this one, and the empty values that stand for
 * arguments left out.
 */
export function withoutComputedIds({ type, values }: ResourceWithIds): JsonObject {
  const names = new Set(["id", "arn", ...(computedIdAttributes[type] ?? [])]);
  const written = Object.entries(values).filter(([name, value]) => !names.has(name) && !isOmittedValue(value));
  return Object.fromEntries(written.map(([name, value]) => [name, withoutNulls(value)]));
}

/** A block's arguments that are left out. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, item]) => (item === null ? [] : [[name, withoutNulls(item)]])),
      )
    : value;
}

/** An empty list may be written, and then says that there is nothing. */
function isOmittedValue(value: Json): boolean {
  return value === null || value === "";
}

function idReferencesOf({ address, type, values }: ResourceWithIds): readonly IdReference[] {
  // Some ids are ARNs, and a configuration then says arn.
  const plain = ["arn", "id", ...(computedIdAttributes[type] ?? [])].flatMap((name): readonly IdReference[] => {
    const id = values[name];
    return typeof id === "string" && id !== "" ? [{ id, reference: `\${${address}.${name}}`, address, type }] : [];
  });
  return [...plain, ...firewallEndpointIds(address, type, values)];
}

/** The ids of a firewall's endpoints, as the expression by which a configuration picks one. */
function firewallEndpointIds(address: string, type: string, values: JsonObject): readonly IdReference[] {
  const [status] = Array.isArray(values.firewall_status) ? values.firewall_status : [];
  const states = isJsonObject(status) && Array.isArray(status.sync_states) ? status.sync_states : [];
  return states.filter(isJsonObject).flatMap(({ availability_zone: zone, attachment }) => {
    const [first] = Array.isArray(attachment) ? attachment : [];
    const id = isJsonObject(first) ? first.endpoint_id : undefined;
    const set = `tolist(${address}.firewall_status[0].sync_states)`;
    const reference = `\${{for state in ${set} : state.availability_zone => state.attachment[0].endpoint_id}["${zone}"]}`;
    return typeof id === "string" ? [{ id, reference, address, type }] : [];
  });
}

/** A name may equal an id by chance: it then only counts where Terraform says that the two belong together. */
function mayRewriteId({ id, address }: IdReference, owner: ResourceWithIds | undefined): boolean {
  if (address === owner?.address) {
    return false;
  }
  const isDistinctive = id.replace(unambiguousIdPattern, "") === "";
  return isDistinctive || owner?.dependencies?.includes(withoutInstanceKeys(address)) === true;
}

/** An ARN may go on where the resource's own ends: `<bucket>/*`, `<log group>:*`. */
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
  return id;
}

export function withoutInstanceKeys(address: string): string {
  return address.replaceAll(/\[(?:\d+|"[^"]*")\]/g, "");
}
