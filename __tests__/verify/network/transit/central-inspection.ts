import { join } from "node:path";
import { readPolicy } from "../../../../cli/policy/policy-file";
import { readTerraform } from "../../../../cli/shared/inputs/read-terraform";
import { underPolicy } from "../../../../cli/stacks/verify-file";
import { claims } from "../../../../verify/claims";
import { decideClaims } from "../../../../verify/claims/decide-claims";
import type { PerimeterPosture } from "../../../../verify/posture/posture";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type {
  Json,
  JsonObject,
  Resource,
  TerraformConfiguration,
} from "../../../../verify/terraform/terraform-configuration";

const folder = join(__dirname, "../../../corpus/central-inspection");
const { json, surroundings } = readTerraform(folder);

/** A Studio VPC, another VPC and a VPC with a firewall, attached to one transit gateway. */
export const centralInspection: TerraformConfiguration = underPolicy(
  readConfiguration(json, folder, surroundings),
  readPolicy(undefined, folder),
);

/** A change of the resources. */
export type Edit = (resources: readonly Resource[]) => readonly Resource[];

/** Sets arguments of each resource at the address, with or without an instance key. */
export function set(address: string, values: JsonObject): Edit {
  return edit(address, (resource) => [{ ...resource, values: { ...resource.values, ...values } }]);
}

/** Sets the values of one argument by the instance key. */
export function setEach(address: string, argument: string, toValue: (key: string) => Json): Edit {
  return edit(address, (resource) => [
    { ...resource, values: { ...resource.values, [argument]: toValue(resource.address.split('"')[1] ?? "") } },
  ]);
}

/** Removes each resource at the address, with or without an instance key. */
export function remove(...addresses: readonly string[]): Edit {
  return all(...addresses.map((address) => edit(address, () => [])));
}

/** Adds a resource. */
export function add(address: string, values: JsonObject): Edit {
  const [type = "", name = ""] = address.split(".");
  return (resources) => [...resources, { address, mode: "managed", type, name, values } as Resource];
}

/** One edit after another. */
export function all(...edits: readonly Edit[]): Edit {
  return (resources) => edits.reduce((changed, next) => next(changed), resources);
}

function edit(address: string, change: (resource: Resource) => readonly Resource[]): Edit {
  return (resources) => {
    const isNamed = (one: Resource): boolean => one.address === address || one.address.startsWith(`${address}[`);
    if (!resources.some(isNamed)) {
      throw new Error(`${address}: no such resource`);
    }
    return resources.flatMap((one) => (isNamed(one) ? change(one) : [one]));
  };
}

const judged = claims.filter(
  ({ name, topic }) => ["network", "names", "firewall"].includes(topic) && !name.startsWith("endpoint-"),
);

/**
 * The verdicts of the claims about networks, names and firewalls, by claim.
 *
 * @param declared more of the posture
 */
export function verdictsAfter(
  change: Edit,
  declared: Pick<PerimeterPosture, "corporateNetworks"> = {},
): Readonly<Record<string, string>> {
  const configuration = { ...centralInspection, resources: change(centralInspection.resources) };
  const results = decideClaims({ configuration, posture: { ...readPosture(configuration), ...declared } }, judged);
  return Object.fromEntries(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}
