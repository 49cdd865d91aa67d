import {
  blocksOf,
  type Json,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { PolicyTextResolver } from "../language/policy-text-resolver";

/**
 * The subnets that Studio runs in, and the security groups that its interfaces may have: the domain's, and
 * the others declared in its VPC, all of which `no-open-security-group` checks.
 */
export interface StudioNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** VPCs that domains name; none where there is no domain. */
  readonly vpcs: readonly string[];
}

/** Reads the network of every Studio domain. */
export function studioNetwork(configuration: TerraformConfiguration, text: PolicyTextResolver): StudioNetwork {
  const domains = resourcesOfType(configuration, "aws_sagemaker_domain").map(({ values }) => values);
  const settings = domains.flatMap((values) => [
    ...blocksOf(values.default_user_settings),
    ...blocksOf(values.default_space_settings),
  ]);
  const vpcs = resolvedStrings(
    domains.map(({ vpc_id: id }) => id),
    text,
  );
  const declared = resourcesOfType(configuration, "aws_security_group")
    .filter(({ values: { vpc_id: id } }) => typeof id === "string" && vpcs.includes(text.resolve(id)))
    .map(({ address }) => `\${${address}.id}`);
  return {
    subnets: resolvedStrings(
      domains.map(({ subnet_ids: ids }) => ids),
      text,
    ),
    securityGroups: resolvedStrings([...settings.map(({ security_groups: groups }) => groups), ...declared], text),
    vpcs,
  };
}

function resolvedStrings(values: readonly (Json | undefined)[], text: PolicyTextResolver): readonly string[] {
  const listed = values.flatMap((value) => (Array.isArray(value) ? value : [value]));
  return [...new Set(listed.flatMap((value) => (typeof value === "string" ? [text.resolve(value)] : [])))];
}
