import { ownEntry } from "../../../collections/own-entry";
import { typesNotRunningAsRole } from "../../../terraform/resource-types/groups/type-groups";
import {
  blocksOf,
  type Json,
  type JsonObject,
  type Resource,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import type { Evidence } from "../../../verdict/claim";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import type { StudioNetwork } from "../../attachments/studio-network";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";

/** A resource that runs as a role, and whether it runs inside Studio's network. */
export type ResourceWithRole =
  | { readonly kind: "inside"; readonly evidence: Evidence }
  | { readonly kind: "outside"; readonly evidence: Evidence }
  | { readonly kind: "unknown"; readonly evidence: Evidence };

/** Everything else in the configuration that runs as the role. */
export function resourcesWithRole(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  role: RoleWithPolicies,
  network: StudioNetwork,
): readonly ResourceWithRole[] {
  return configuration.resources
    .filter(
      ({ mode, type, values }) =>
        mode === "managed" && !typesNotRunningAsRole.has(type) && refersToRole(values, role, text),
    )
    .map((resource) => classifyResourceNetwork(resource, role, text, network));
}

function classifyResourceNetwork(
  resource: Resource,
  role: RoleWithPolicies,
  text: PolicyTextResolver,
  network: StudioNetwork,
): ResourceWithRole {
  const { address, type } = resource;
  const addresses = [address, role.address];
  const subnets = ownEntry(subnetsByType, type)?.(resource.values);
  if (subnets === undefined) {
    const sentence = `${address} runs as ${role.address}; where a ${type} runs is not modeled; add a role of its own for it`;
    return { kind: "unknown", evidence: { text: sentence, addresses } };
  }
  const outside = subnets.filter((subnet) => !network.subnets.includes(text.resolve(subnet)));
  if (subnets.length === 0 || outside.length > 0) {
    const where =
      subnets.length === 0
        ? "with a network interface of AWS"
        : `in ${outside.map((subnet) => text.placeholders.readable(text.resolve(subnet))).join(", ")}`;
    return {
      kind: "outside",
      evidence: { text: `${address} runs as ${role.address} ${where}, outside Studio's subnets`, addresses },
    };
  }
  return { kind: "inside", evidence: { text: `${address} runs as ${role.address} in Studio's subnets`, addresses } };
}

/** Where a resource of a type runs: its subnets, none when it runs in AWS's own network. */
const subnetsByType: Readonly<Record<string, (values: JsonObject) => readonly string[]>> = {
  aws_lambda_function: ({ vpc_config: network }) => blocksOf(network).flatMap((block) => stringItems(block.subnet_ids)),
  aws_sagemaker_model: ({ vpc_config: network }) => blocksOf(network).flatMap((block) => stringItems(block.subnets)),
  aws_sagemaker_notebook_instance: ({ subnet_id: subnet, direct_internet_access: direct }) =>
    direct === "Disabled" ? stringItems([subnet ?? null]) : [],
};

function stringItems(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Whether an argument with a role in its name holds this role, at any depth. */
function refersToRole(json: Json, role: RoleWithPolicies, text: PolicyTextResolver): boolean {
  if (Array.isArray(json)) {
    return json.some((item) => refersToRole(item, role, text));
  }
  if (typeof json !== "object" || json === null) {
    return false;
  }
  return Object.entries(json).some(([key, value]) =>
    typeof value === "string"
      ? /role|iam_instance_profile/.test(key) && [role.arn, role.name].includes(text.resolve(value))
      : refersToRole(value, role, text),
  );
}
