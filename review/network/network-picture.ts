import { distinctByContent } from "../../verify/collections/distinct";
import { groupBy } from "../../verify/collections/group-by";
import { studioVpcEndpoints } from "../../verify/network/endpoints/vpc-endpoints";
import { networkModelOf } from "../../verify/network/network-model";
import { egressPathsToInternet } from "../../verify/network/paths/egress-paths";
import type { ForwardingPath, Hop } from "../../verify/network/paths/forwarding-path";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { formatList } from "../model/review-difference";
import { allowedDestinationTexts } from "./allowed-destination-differences";

/** The network of both sides as a graph, where the change adds or removes an edge. */
export interface NetworkPicture {
  /** Labels of the nodes; edges name nodes by their place. */
  readonly nodes: readonly string[];
  readonly edges: readonly PictureEdge[];
}

/** An edge from where packets come to where they go next. */
export interface PictureEdge {
  readonly from: number;
  readonly to: number;
  readonly change: "added" | "removed" | "kept";
}

/**
 * The paths to the internet and to other networks, the names that a firewall passes, and the VPC endpoints. Of the names and endpoints,
 * only those that one side has are nodes.
 *
 * @returns undefined if both sides have the same edges
 */
export function networkPicture(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): NetworkPicture | undefined {
  const [one, other] = [edgesOf(before), edgesOf(after)];
  const keys = [...new Set([...other.paths, ...one.paths, ...other.ends, ...one.ends])];
  const edges = keys.flatMap((key) => {
    const [isBefore, isAfter] = [one, other].map(({ paths, ends }) => paths.has(key) || ends.has(key));
    const change = isBefore && isAfter ? "kept" : isAfter ? "added" : "removed";
    const isPath = one.paths.has(key) || other.paths.has(key);
    return change === "kept" && !isPath ? [] : [{ key, change } as const];
  });
  return edges.every(({ change }) => change === "kept") ? undefined : pictureOf(edges);
}

/** A source and a target, as a JSON text of their two names. */
type EdgeKey = string;

interface EdgesOfSide {
  readonly paths: ReadonlySet<EdgeKey>;
  /** Edges to names and endpoints, of which there are many. */
  readonly ends: ReadonlySet<EdgeKey>;
}

const vpcName = "Studio VPC";

function edgesOf(configuration: TerraformConfiguration): EdgesOfSide {
  const network = networkModelOf(configuration);
  const paths = egressPathsToInternet(network)
    .flatMap((egress) => egress.paths)
    .filter(({ disposition: { kind } }) => kind !== "dropped" && kind !== "local");
  return {
    paths: new Set(paths.flatMap(edgesOfPath)),
    ends: new Set([
      ...allowedDestinationTexts(configuration).map(({ firewall, text }) => edge(firewall, text)),
      ...studioVpcEndpoints(network).map(({ address }) => edge(vpcName, address)),
    ]),
  };
}

const drawnHops: readonly Hop["kind"][] = ["firewall", "nat", "appliance"];

function edgesOfPath({ source, hops, disposition }: ForwardingPath): readonly EdgeKey[] {
  const steps = [
    source.key,
    ...hops.filter(({ kind }) => drawnHops.includes(kind)).map(({ address }) => address),
    endName(disposition),
  ].filter((step, index, all) => step !== all[index - 1]);
  return steps.slice(1).map((step, index) => edge(steps[index] ?? "", step));
}

function endName(disposition: ForwardingPath["disposition"]): string {
  switch (disposition.kind) {
    case "internet":
      return "Internet";
    case "external-network":
      return disposition.address;
    case "service":
      return disposition.endpoint;
    default:
      return "cannot be determined";
  }
}

function edge(from: string, to: string): EdgeKey {
  return JSON.stringify([from, to]);
}

interface KeyedEdge {
  readonly key: EdgeKey;
  readonly change: PictureEdge["change"];
}

/** Nodes with the same edges, such as the subnets of each zone, are one node. */
function pictureOf(keyed: readonly KeyedEdge[]): NetworkPicture {
  const edges = keyed.map(({ key, change }) => {
    const [from, to] = JSON.parse(key) as readonly [string, string];
    return { from, to, change };
  });
  const names = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const shape = (name: string): string =>
    JSON.stringify(
      edges
        .flatMap(({ from, to, change }) =>
          from === name ? [`to ${to} ${change}`] : to === name ? [`from ${from} ${change}`] : [],
        )
        .toSorted(),
    );
  const groups = [...groupBy(names, shape).values()];
  const groupOf = new Map(groups.flatMap((group, index) => group.map((name) => [name, index] as const)));
  const merged = edges.map(({ from, to, change }) => ({
    from: groupOf.get(from) ?? 0,
    to: groupOf.get(to) ?? 0,
    change,
  }));
  return { nodes: groups.map((group) => formatList(group, maximumNames)), edges: distinctByContent(merged) };
}

/** Names in the label of one node. */
const maximumNames = 4;
