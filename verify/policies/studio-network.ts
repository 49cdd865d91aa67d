import { blocksOf, type Configuration, type Json, ofType } from "../configuration";
import type { TextReader } from "./text-reader";

/** The subnets and security groups that Studio lives in: the domain's own. */
export interface StudioNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

export function studioNetwork(configuration: Configuration, text: TextReader): StudioNetwork {
  const domains = ofType(configuration, "aws_sagemaker_domain").map(({ values }) => values);
  const settings = domains.flatMap((values) => [
    ...blocksOf(values.default_user_settings),
    ...blocksOf(values.default_space_settings),
  ]);
  return {
    subnets: textsOf(
      domains.map(({ subnet_ids: ids }) => ids),
      text,
    ),
    securityGroups: textsOf(
      settings.map(({ security_groups: groups }) => groups),
      text,
    ),
  };
}

function textsOf(values: readonly (Json | undefined)[], text: TextReader): readonly string[] {
  const listed = values.flatMap((value) => (Array.isArray(value) ? value : [value]));
  return [...new Set(listed.flatMap((value) => (typeof value === "string" ? [text.read(value)] : [])))];
}
