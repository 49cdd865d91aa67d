import type { TerraformJson } from "../constructs/bare-stack";
import { inspected } from "../envs/sample-environment";
import { CIDRS, synthesizeWith, WAYS_IN } from "../stacks/synthesize-access";

const PROFILES = { studio: { users: 20, userProfiles: [{ name: "ada" }, { name: "grace" }] } };
const SELF_SERVICE = { kind: "on", endUsers: { kind: "iam-users" } };

/** Every way in, and the inspected way out. */
export const EVERYTHING = synthesizeWith({ ...WAYS_IN, selfService: SELF_SERVICE }, { ...inspected({}), ...PROFILES });

/** The way in that nobody should need. */
export const JUMP_HOST = synthesizeWith(
  { kind: "on", client: { kind: "public-jump-host", allowedCidr: "203.0.113.7/32", keyName: "desk" } },
  { ...inspected({}), ...PROFILES, protections: false },
);

/** The corporate network by a VPN gateway that stands elsewhere. */
export const VPN_GATEWAY = joinedBy("vpn-gateway", "vgw-0123456789abcdef0");

/** The corporate network by a VPN of the environment's own. */
export const VPN_CONNECTION = joinedBy("customer-gateway", "cgw-0123456789abcdef0");

function joinedBy(kind: string, id: string): TerraformJson {
  return synthesizeWith({ kind: "on", attachment: { kind, id, cidrs: CIDRS } }, PROFILES);
}

/** The same Terraform without every resource of a type. */
export function without(json: TerraformJson, type: string): TerraformJson {
  const { [type]: _, ...resource } = json.resource;
  return { ...json, resource };
}

/** The same Terraform without the resources of a type whose arguments are so. */
export function withoutThose(
  json: TerraformJson,
  type: string,
  isGone: (values: Readonly<Record<string, unknown>>) => boolean,
): TerraformJson {
  const kept = Object.entries(json.resource[type] ?? {}).filter(([, values]) => !isGone(values));
  return { ...json, resource: { ...json.resource, [type]: Object.fromEntries(kept) } };
}

/** The same Terraform with other arguments in every resource of a type. */
export function changed(json: TerraformJson, type: string, changes: object): TerraformJson {
  const resources = Object.entries(json.resource[type] ?? {});
  const other = Object.fromEntries(resources.map(([name, values]) => [name, { ...values, ...changes }]));
  return { ...json, resource: { ...json.resource, [type]: other } };
}
