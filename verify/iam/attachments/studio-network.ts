import { blocksOf, type Configuration, type Json, ofType } from "../../terraform/configuration";
import type { TextReader } from "../language/resolve-policy-text";

/**
 * The subnets that Studio lives in, the domain's own, and the security groups that what runs there may wear: the domain's, and
 * those declared beside them in its VPC, all of which `no-open-security-group` examines.
 */
export interface StudioNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** VPCs that domains name; none where there is no domain. */
  readonly vpcs: readonly string[];
}

export function studioNetwork(configuration: Configuration, text: TextReader): StudioNetwork {
  const domains = ofType(configuration, "aws_sagemaker_domain").map(({ values }) => values);
  const settings = domains.flatMap((values) => [
    ...blocksOf(values.default_user_settings),
    ...blocksOf(values.default_space_settings),
  ]);
  const vpcs = textsOf(
    domains.map(({ vpc_id: id }) => id),
    text,
  );
  const declared = ofType(configuration, "aws_security_group")
    .filter(({ values: { vpc_id: id } }) => typeof id === "string" && vpcs.includes(text.read(id)))
    .map(({ address }) => `\${${address}.id}`);
  return {
    subnets: textsOf(
      domains.map(({ subnet_ids: ids }) => ids),
      text,
    ),
    securityGroups: textsOf([...settings.map(({ security_groups: groups }) => groups), ...declared], text),
    vpcs,
  };
}

function textsOf(values: readonly (Json | undefined)[], text: TextReader): readonly string[] {
  const listed = values.flatMap((value) => (Array.isArray(value) ? value : [value]));
  return [...new Set(listed.flatMap((value) => (typeof value === "string" ? [text.read(value)] : [])))];
}
