import { ownEntry } from "../../collections/own-entry";
import type { Resource, TerraformConfiguration } from "../terraform-configuration";

/**
 * Second names of resource types, which the provider implements by the same code with the same schema.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb
 */
const secondNames: Readonly<Record<string, string>> = {
  aws_alb: "aws_lb",
  aws_alb_listener: "aws_lb_listener",
  aws_alb_listener_certificate: "aws_lb_listener_certificate",
  aws_alb_listener_rule: "aws_lb_listener_rule",
  aws_alb_target_group: "aws_lb_target_group",
  aws_alb_target_group_attachment: "aws_lb_target_group_attachment",
};

/** The configuration with one name of each type, so that no model knows a second one. Addresses stay as they are written. */
export function withOneNameOfEachType(configuration: TerraformConfiguration): TerraformConfiguration {
  const { resources, lookups, guesses } = configuration;
  return {
    ...configuration,
    resources: resources.map(named),
    ...(lookups && { lookups: lookups.map(named) }),
    ...(guesses && { guesses: guesses.map(named) }),
  };
}

function named<Part extends Pick<Resource, "type">>(part: Part): Part {
  const name = ownEntry(secondNames, part.type);
  return name === undefined ? part : { ...part, type: name };
}
