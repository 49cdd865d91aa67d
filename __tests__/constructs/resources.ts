import type { TerraformJson } from "./bare-stack";

/** Arguments of one resource as they stand in the Terraform JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** The resource at an address such as `aws_vpc.network_vpc`; fails the test that asks for one that is not there. */
export function resourceAt(json: TerraformJson, address: string): Arguments {
  const [type = "", name = ""] = address.split(".");
  const found = json.resource[type]?.[name];
  if (found === undefined) {
    const others = Object.keys(json.resource[type] ?? {}).join(", ");
    throw new Error(`${address}: not in the Terraform JSON, which has ${others || `no ${type}`}`);
  }
  return found;
}

/** Name -> arguments of every resource of a type; empty where there is none. */
export function resourcesOf(json: TerraformJson, type: string): Readonly<Record<string, Arguments>> {
  return json.resource[type] ?? {};
}
