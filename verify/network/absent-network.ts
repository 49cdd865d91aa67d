import type { PerimeterPosture } from "../posture/posture";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";
import { doubt, type Findings, findingsOf, mergeFindings, notApplicable } from "../verdict/findings";
import { type NetworkModel, networkModelOf, undeclaredStudioVpcs } from "./network-model";
import { type EgressPaths, internetPaths } from "./paths/egress-paths";
import { hasNetwork, unreadPartsOfNetwork } from "./vpc/has-network";

/** No finding, or that the subject of a claim does not exist. */
type Absence = (configuration: TerraformConfiguration) => Findings;

/**
 * For claims about paths to the internet: there is no network, or no subnet in which traffic starts has such a path. A subnet whose VPC is
 * not known is not traced.
 *
 * @param egress paths of every traced subnet
 */
export function withoutInternetPath({ graph, subnets }: NetworkModel, egress: readonly EgressPaths[]): Findings {
  const isTraced = subnets.size > 0 && [...subnets.values()].every(({ vpc }) => vpc !== undefined);
  return mergeFindings([
    withoutNetwork(graph.configuration),
    isTraced && egress.every((paths) => internetPaths(paths).length === 0)
      ? notApplicable("no subnet in which traffic starts has a path to the internet")
      : findingsOf({}),
  ]);
}

/** Nothing that can carry a packet or be in a subnet. */
export const withoutNetwork: Absence = (configuration) =>
  hasNetwork(configuration)
    ? findingsOf({})
    : notApplicable("this configuration has no network and nothing that runs in one");

/** For claims about Studio itself: whether the posture declares Studio elsewhere, and nothing here is Studio or could be it. */
export function isStudioElsewhere(
  { graph, studioSubnets, studioVpcConfig }: NetworkModel,
  { studio }: Pick<PerimeterPosture, "studio">,
): boolean {
  return (
    studio === "elsewhere" &&
    studioSubnets.length === 0 &&
    studioVpcConfig.securityGroupSets.length === 0 &&
    graph.ofType("aws_vpc_endpoint", "aws_sagemaker_domain").length === 0 &&
    unreadPartsOfNetwork(graph.configuration).length === 0
  );
}

/** The absence of a Studio that is declared elsewhere. */
export const studioIsElsewhere: Findings = notApplicable(
  "the posture declares Studio elsewhere, and this configuration has none",
);

/** What runs in a network is in a VPC, wherever that is declared. */
export const withoutVpc: Absence = (configuration) =>
  hasNetwork(configuration)
    ? doubt("this configuration has no VPC; join the state that has it with --join")
    : withoutNetwork(configuration);

/** A Studio VPC that is declared elsewhere may have endpoints, which is a doubt. */
export const withoutEndpoint: Absence = (configuration) =>
  configuration.resources.some(({ type }) => endpointTypes.includes(type))
    ? findingsOf({})
    : mergeFindings([
        findingsOf({ doubts: undeclaredStudioVpcs(networkModelOf(configuration), "its endpoints are not known") }),
        notApplicable("this configuration has no VPC endpoint"),
      ]);

const endpointTypes = ["aws_vpc_endpoint", "aws_vpc_endpoint_policy"];
