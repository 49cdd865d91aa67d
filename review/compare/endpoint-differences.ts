import { groupBy } from "../../verify/collections/group-by";
import { studioVpcEndpoints, type VpcEndpoint } from "../../verify/network/endpoints/vpc-endpoints";
import { networkModelOf } from "../../verify/network/network-model";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { byAddress, itemsOnlyIn, type MatchedItem, matchByKey } from "../model/match-by-key";
import { createDifference, formatList, type ReviewDifference, type Severity } from "../model/review-difference";

/** Private doors to services of AWS that appear or go, in a zone or altogether. */
export function endpointDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [old, now] = [endpointsIn(before), endpointsIn(after)];
  const both = matchByKey(old, now);
  return [
    ...itemsOnlyIn(now, old).map(addedEndpoint),
    ...itemsOnlyIn(old, now).map(removedEndpoint),
    ...attachmentDifferences(
      "changes",
      both.map(({ was, is }) => ({ endpoint: is, places: addedAttachments(is, was) })),
    ),
    ...attachmentDifferences(
      "loses",
      both.map(({ was, is }) => ({ endpoint: is, places: addedAttachments(was, is) })),
    ),
    ...both.flatMap(privateDnsDifferences),
  ];
}

function endpointsIn(configuration: TerraformConfiguration): ReadonlyMap<string, VpcEndpoint> {
  return byAddress(studioVpcEndpoints(networkModelOf(configuration)));
}

function addedEndpoint(endpoint: VpcEndpoint): ReviewDifference {
  const places = attachmentsOf(endpoint);
  const where = places.length === 0 ? "" : `, in ${formatList(places)}`;
  return createDifference("opens", `A new endpoint leads to ${serviceText(endpoint)}${where}`, [endpoint.address]);
}

function removedEndpoint(endpoint: VpcEndpoint): ReviewDifference {
  const text = `The endpoint to ${serviceText(endpoint)} goes: the service is no longer reached inside the VPC`;
  return createDifference("closes", text, [endpoint.address]);
}

/** Where traffic enters it: subnets, or route tables of a gateway. */
function attachmentsOf({ subnets, routeTables: tables }: VpcEndpoint): readonly string[] {
  return [...subnets.map(({ key }) => key), ...tables];
}

function addedAttachments(one: VpcEndpoint, other: VpcEndpoint): readonly string[] {
  const known = attachmentsOf(other);
  return attachmentsOf(one).filter((place) => !known.includes(place));
}

interface EndpointAttachments {
  readonly endpoint: VpcEndpoint;
  readonly places: readonly string[];
}

/** One sentence for endpoints that come to the same places, or leave them. */
function attachmentDifferences(severity: Severity, all: readonly EndpointAttachments[]): readonly ReviewDifference[] {
  const moving = all.filter(({ places }) => places.length > 0);
  const verb = severity === "loses" ? "no longer serve" : "also serve";
  return [...groupBy(moving, ({ places }) => formatList(places))].map(([places, group]) => {
    const services = group.map(({ endpoint }) => serviceText(endpoint));
    const addresses = group.map(({ endpoint }) => endpoint.address);
    return createDifference(severity, `Endpoints ${verb} ${places}: ${formatList(services)}`, addresses);
  });
}

/** Without private names, clients look the service up in public and go wherever routes lead. */
function privateDnsDifferences({
  was,
  is: { privateDns, address },
}: MatchedItem<VpcEndpoint>): readonly ReviewDifference[] {
  if (was.privateDns === privateDns) {
    return [];
  }
  return [
    privateDns === true
      ? createDifference("closes", `The service's own name leads to ${address} from now on, and no longer outside`, [
          address,
        ])
      : createDifference("opens", `The service's own name no longer leads to ${address}, but outside`, [address]),
  ];
}

function serviceText({ service }: VpcEndpoint): string {
  return service.replace(/^com\.amazonaws\.\*\./, "").replace(/^aws\.sagemaker\.\*\./, "SageMaker ") || "a service";
}
