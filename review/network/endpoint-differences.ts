import { endpointServicePrefixPattern } from "../../aws/partition-endpoints";
import { groupBy } from "../../verify/collections/group-by";
import { studioVpcEndpoints, type VpcEndpoint } from "../../verify/network/endpoints/vpc-endpoints";
import { networkModelOf } from "../../verify/network/network-model";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import {
  byAddress,
  createDifference,
  formatList,
  itemsOnlyIn,
  type MatchedItem,
  matchByKey,
  type ReviewDifference,
  type Severity,
} from "../model/review-difference";
import { gatewayReach, type SubnetReach } from "./gateway-endpoint-reach";

/** VPC endpoints of the Studio VPC that are added or removed, and subnets or route tables that they gain or lose. */
export function endpointDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [endpointsBefore, endpointsAfter] = [endpointsIn(before), endpointsIn(after)];
  const kept = matchByKey(endpointsBefore, endpointsAfter);
  const [reachBefore, reachAfter] = [gatewayReach(networkModelOf(before)), gatewayReach(networkModelOf(after))];
  const opened = reachOfKept(kept, itemsOnlyIn(reachAfter, reachBefore));
  const closed = reachOfKept(kept, itemsOnlyIn(reachBefore, reachAfter));
  const reached = new Set([...reachAfter.values()].map(({ table }) => table));
  return [
    ...itemsOnlyIn(endpointsAfter, endpointsBefore).map(addedEndpoint),
    ...itemsOnlyIn(endpointsBefore, endpointsAfter).map(removedEndpoint),
    ...attachmentDifferences(
      "changes",
      kept.map((endpoint) => ({
        endpoint: endpoint.after,
        attachments: attachmentsOnlyOf(endpoint.after, endpoint.before).filter((table) => !reached.has(table)),
      })),
    ),
    ...reachDifferences("opens", opened),
    ...attachmentDifferences(
      "loses",
      kept.map((endpoint) => ({
        endpoint: endpoint.after,
        attachments: attachmentsOnlyOf(endpoint.before, endpoint.after),
      })),
    ),
    // An endpoint that leaves a table is said above, with that table.
    ...reachDifferences(
      "closes",
      closed.filter(({ endpoint, table }) => attachmentsOf(endpoint).includes(table)),
    ),
    ...kept.flatMap(privateDnsDifferences),
  ];
}

interface EndpointReach extends SubnetReach {
  /** The endpoint after the change. */
  readonly endpoint: VpcEndpoint;
}

/** The reach of endpoints that both sides have: an endpoint that is added or removed has a sentence of its own. */
function reachOfKept(
  kept: readonly MatchedItem<VpcEndpoint>[],
  reach: readonly SubnetReach[],
): readonly EndpointReach[] {
  const endpoints = byAddress(kept.map(({ after }) => after));
  return reach.flatMap((one) => {
    const endpoint = endpoints.get(one.address);
    return endpoint === undefined ? [] : [{ ...one, endpoint }];
  });
}

/** One sentence for the subnets that reach an endpoint on one side only. */
function reachDifferences(severity: "opens" | "closes", reach: readonly EndpointReach[]): readonly ReviewDifference[] {
  const verb = severity === "opens" ? "can now reach" : "can no longer reach";
  return [...groupBy(reach, ({ address }) => address)].flatMap(([address, group]) =>
    group.slice(0, 1).map(({ endpoint }) => {
      const subnets = [...new Set(group.map(({ subnet }) => subnet))];
      return createDifference(
        severity,
        `Traffic from ${formatList(subnets)} ${verb} ${serviceText(endpoint)} through ${address}`,
        [address, ...subnets, ...group.map(({ table }) => table)],
        severity === "opens" ? "service-endpoint" : undefined,
      );
    }),
  );
}

/** By address, type, service and VPC: an endpoint for another service is another endpoint. */
function endpointsIn(configuration: TerraformConfiguration): ReadonlyMap<string, VpcEndpoint> {
  return new Map(
    studioVpcEndpoints(networkModelOf(configuration)).map((endpoint) => [
      JSON.stringify([endpoint.address, endpoint.type, endpoint.service, endpoint.vpc]),
      endpoint,
    ]),
  );
}

function addedEndpoint(endpoint: VpcEndpoint): ReviewDifference {
  const attachments = attachmentsOf(endpoint);
  const where = attachments.length === 0 ? "" : `, attached to ${formatList(attachments)}`;
  return createDifference(
    "opens",
    `A VPC endpoint for ${serviceText(endpoint)} is added${where}`,
    [endpoint.address],
    "service-endpoint",
  );
}

function removedEndpoint(endpoint: VpcEndpoint): ReviewDifference {
  const text = `The VPC endpoint for ${serviceText(endpoint)} is removed: the VPC no longer reaches the service privately`;
  return createDifference("closes", text, [endpoint.address], "service-lost");
}

/** Subnets of an interface endpoint; route tables of a gateway endpoint. */
function attachmentsOf({ subnets, routeTables: tables }: VpcEndpoint): readonly string[] {
  return [...subnets.map(({ key }) => key), ...tables];
}

function attachmentsOnlyOf(one: VpcEndpoint, other: VpcEndpoint): readonly string[] {
  const others = attachmentsOf(other);
  return attachmentsOf(one).filter((attachment) => !others.includes(attachment));
}

interface EndpointAttachments {
  readonly endpoint: VpcEndpoint;
  readonly attachments: readonly string[];
}

/** One sentence for endpoints that gain or lose the same attachments. */
function attachmentDifferences(severity: Severity, all: readonly EndpointAttachments[]): readonly ReviewDifference[] {
  const changed = all.filter(({ attachments }) => attachments.length > 0);
  const kind = severity === "loses" ? "service-lost" : undefined;
  const verb = severity === "loses" ? "removed from" : "added to";
  return [...groupBy(changed, ({ attachments }) => formatList(attachments))].map(([attachments, group]) => {
    const services = group.map(({ endpoint }) => serviceText(endpoint));
    const addresses = group.map(({ endpoint }) => endpoint.address);
    return createDifference(
      severity,
      `VPC endpoints are ${verb} ${attachments}: ${formatList(services)}`,
      addresses,
      kind,
    );
  });
}

/** Without private DNS, clients resolve the public addresses of the service and follow the routes. */
function privateDnsDifferences({
  before,
  after: { privateDns, address },
}: MatchedItem<VpcEndpoint>): readonly ReviewDifference[] {
  if (before.privateDns === privateDns) {
    return [];
  }
  return [
    privateDns === true
      ? createDifference("closes", `Private DNS of ${address} is now on: the service name resolves to the endpoint`, [
          address,
        ])
      : createDifference(
          "opens",
          `Private DNS of ${address} is no longer on: the service name resolves to public addresses`,
          [address],
        ),
  ];
}

const prefixInAnyRegion = new RegExp(`^${endpointServicePrefixPattern}\\.\\*\\.`);

function serviceText({ service }: VpcEndpoint): string {
  return service.replace(/^aws\.sagemaker\.\*\./, "SageMaker ").replace(prefixInAnyRegion, "") || "a service";
}
