import { isNameElsewhere, UNNAMED_NETWORK } from "../posture/declarations/declared-elsewhere";
import type { PerimeterPosture } from "../posture/posture";
import { resourceGraphOf } from "../terraform/references/resource-graph";
import { withoutInstanceKeys } from "../terraform/resource-address";
import type { Json, TerraformConfiguration } from "../terraform/terraform-configuration";
import {
  doubt,
  doubtElsewhere,
  type Findings,
  findingsOf,
  isEmpty,
  mergeFindings,
  notApplicable,
} from "../verdict/findings";
import { type NetworkModel, networkModelOf, undeclaredStudioVpcs } from "./network-model";
import { type EgressPaths, internetPaths } from "./paths/egress-paths";
import { unresolvedStudioSubnets } from "./studio-vpc-config";
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

/** For claims that demand Studio: no subnet of it is known, because none is set or because what sets them cannot be resolved. */
export function withoutStudioSubnets({ graph, studioVpcConfig: studio }: NetworkModel): Findings {
  return studio.unresolved.length === 0
    ? doubt(
        "no resource sets the subnets that Studio runs in; add Studio, join the state that has it with --join, or declare studio: elsewhere",
      )
    : mergeFindings(unresolvedStudioSubnets(studio, graph.configuration));
}

/** What runs in a network is in a VPC, wherever that is declared. */
export const withoutVpc: Absence = (configuration) =>
  hasNetwork(configuration) ? noVpc(configuration) : withoutNetwork(configuration);

/** The findings of a claim about a network. Where there is nothing to check, the network is elsewhere or there is none. */
export function findingsInNetwork(configuration: TerraformConfiguration, findings: Findings): Findings {
  return isEmpty(findings) ? withoutVpc(configuration) : mergeFindings([findings, withoutNetwork(configuration)]);
}

function noVpc(configuration: TerraformConfiguration): Findings {
  const text = "this configuration has no VPC; join the state that has it with --join";
  const places = namedPlaces(configuration);
  return doubtElsewhere(text, places?.length === 0 ? [UNNAMED_NETWORK] : (places ?? []));
}

/** Arguments that name where in a network a resource is, at any depth. */
const placeArguments: ReadonlySet<string> = new Set(["vpc_id", "subnet_id", "subnet_ids", "subnets", "domain_id"]);

/** The IDs and data sources by which resources name a network of another root module; none where one names it otherwise. */
export function placesElsewhere(configuration: TerraformConfiguration): readonly string[] {
  return namedPlaces(configuration) ?? [];
}

/** As {@link placesElsewhere}; nothing where a resource names a network otherwise. */
function namedPlaces(configuration: TerraformConfiguration): readonly string[] | undefined {
  const graph = resourceGraphOf(configuration);
  const named = configuration.resources.flatMap(({ mode, values }) => (mode === "managed" ? placesIn(values) : []));
  const keys = [...new Set(named.flatMap((value) => graph.referenceKey(value) ?? []))];
  const others = keys.filter((key) => graph.find(key)?.mode !== "managed");
  return others.every((key) => isNameElsewhere(withoutInstanceKeys(key))) ? others : undefined;
}

function placesIn(value: Json): readonly Json[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]: [string, Json]) =>
    placeArguments.has(name) ? [inner].flat() : placesIn(inner),
  );
}

/** A Studio VPC that is declared elsewhere may have endpoints, which is a doubt. */
export const withoutEndpoint: Absence = (configuration) =>
  configuration.resources.some(({ type }) => endpointTypes.includes(type))
    ? findingsOf({})
    : mergeFindings([
        findingsOf({ doubts: undeclaredStudioVpcs(networkModelOf(configuration), "its endpoints are not known") }),
        notApplicable("this configuration has no VPC endpoint", "endpoint"),
      ]);

const endpointTypes = ["aws_vpc_endpoint", "aws_vpc_endpoint_policy"];
