import { Testing } from "cdktf";
import type { Environment } from "../../envs/environment";
import { parseEnvironments } from "../../envs/faults";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import type { TerraformJson } from "../constructs/bare-stack";
import { sample, TODAY } from "../envs/sample-environment";

export const CIDRS = ["10.100.0.0/16", "10.101.0.0/16"];
export const TRANSIT = { kind: "transit-gateway", id: "tgw-0123456789abcdef0", cidrs: CIDRS };

/** Every way in but self-service. */
export const WAYS_IN = {
  kind: "on",
  notebookInstance: { user: "ada" },
  client: { kind: "ssm" },
  attachment: TRANSIT,
  resolverInbound: true,
};

/** The sample environment with ways in. */
export function environmentWith(access: object, others: object = {}): Environment {
  const parsed = parseEnvironments([{ ...sample, ...others, access }], TODAY);
  if (parsed.kind === "faulty") {
    throw new Error(parsed.faults.join("\n"));
  }
  const [environment] = parsed.environments;
  if (environment === undefined) {
    throw new Error("access test: no environment, got an empty list; see the sample");
  }
  return environment;
}

/** The same, synthesized as the project does. */
export function synthesizeWith(access: object, others: object = {}, deployedByPipeline = false): TerraformJson {
  const environment = environmentWith(access, others);
  const stack = new PerimeterStack(Testing.app(), "test", { environment, deployedByPipeline });
  return JSON.parse(Testing.synth(stack, true)) as TerraformJson;
}

/** Addresses of every resource that one has and the other has not. */
export function added(before: TerraformJson, after: TerraformJson): readonly string[] {
  const addresses = (json: TerraformJson) =>
    Object.entries(json.resource).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`));
  const known = new Set(addresses(before));
  return addresses(after)
    .filter((address) => !known.has(address))
    .sort();
}

/** Addresses of every resource that both have, but differently. */
export function changed(before: TerraformJson, after: TerraformJson): readonly string[] {
  return Object.entries(before.resource)
    .flatMap(([type, byName]) =>
      Object.entries(byName)
        .filter(([name, values]) => JSON.stringify(after.resource[type]?.[name]) !== JSON.stringify(values))
        .map(([name]) => `${type}.${name}`),
    )
    .sort();
}
