import { groupBy } from "../../verify/collections/group-by";
import { type Endpoint, studioEndpoints } from "../../verify/network/endpoints/vpc-endpoints";
import { networkOf } from "../../verify/network/model/network-model";
import type { Configuration } from "../../verify/terraform/configuration";
import { byAddress, onlyIn, type Pair, pairs } from "../model/diff";
import { type Difference, difference, listed, type Severity } from "../model/difference";

/** Private doors to services of AWS that appear or go, in a zone or altogether. */
export function endpointDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const [old, now] = [endpointsIn(before), endpointsIn(after)];
  const both = pairs(old, now);
  return [
    ...onlyIn(now, old).map(appears),
    ...onlyIn(old, now).map(goes),
    ...served(
      "changes",
      both.map(({ was, is }) => ({ endpoint: is, places: beyond(is, was) })),
    ),
    ...served(
      "loses",
      both.map(({ was, is }) => ({ endpoint: is, places: beyond(was, is) })),
    ),
    ...both.flatMap(privateNames),
  ];
}

function endpointsIn(configuration: Configuration): ReadonlyMap<string, Endpoint> {
  return byAddress(studioEndpoints(networkOf(configuration)));
}

function appears(endpoint: Endpoint): Difference {
  const places = placesOf(endpoint);
  const where = places.length === 0 ? "" : `, in ${listed(places)}`;
  return difference("opens", `A new endpoint leads to ${serviceText(endpoint)}${where}`, [endpoint.address]);
}

function goes(endpoint: Endpoint): Difference {
  const text = `The endpoint to ${serviceText(endpoint)} goes: the service is no longer reached inside the VPC`;
  return difference("closes", text, [endpoint.address]);
}

/** Where traffic enters it: subnets, or route tables of a gateway. */
function placesOf({ subnets, tables }: Endpoint): readonly string[] {
  return [...subnets.map(({ key }) => key), ...tables];
}

function beyond(one: Endpoint, other: Endpoint): readonly string[] {
  const known = placesOf(other);
  return placesOf(one).filter((place) => !known.includes(place));
}

interface Served {
  readonly endpoint: Endpoint;
  readonly places: readonly string[];
}

/** One sentence for endpoints that come to the same places, or leave them. */
function served(severity: Severity, all: readonly Served[]): readonly Difference[] {
  const moving = all.filter(({ places }) => places.length > 0);
  const verb = severity === "loses" ? "no longer serve" : "also serve";
  return [...groupBy(moving, ({ places }) => listed(places))].map(([places, group]) => {
    const services = group.map(({ endpoint }) => serviceText(endpoint));
    const addresses = group.map(({ endpoint }) => endpoint.address);
    return difference(severity, `Endpoints ${verb} ${places}: ${listed(services)}`, addresses);
  });
}

/** Without private names, clients look the service up in public and go wherever routes lead. */
function privateNames({ was, is: { privateDns, address } }: Pair<Endpoint>): readonly Difference[] {
  if (was.privateDns === privateDns) {
    return [];
  }
  return [
    privateDns === true
      ? difference("closes", `The service's own name leads to ${address} from now on, and no longer outside`, [address])
      : difference("opens", `The service's own name no longer leads to ${address}, but outside`, [address]),
  ];
}

function serviceText({ service }: Endpoint): string {
  return service.replace(/^com\.amazonaws\.\*\./, "").replace(/^aws\.sagemaker\.\*\./, "SageMaker ") || "a service";
}
