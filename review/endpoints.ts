import type { Configuration } from "../verify/configuration";
import { type Endpoint, studioEndpoints } from "../verify/network/endpoints";
import { networkOf } from "../verify/network/network-model";
import { type Difference, difference, listed } from "./difference";

/** Private doors to services of AWS that appear or go, in a zone or altogether. */
export function endpointDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const [old, now] = [byAddress(before), byAddress(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((address) => compare(old.get(address), now.get(address)));
}

function byAddress(configuration: Configuration): ReadonlyMap<string, Endpoint> {
  return new Map(studioEndpoints(networkOf(configuration)).map((endpoint) => [endpoint.address, endpoint]));
}

function compare(was: Endpoint | undefined, is: Endpoint | undefined): readonly Difference[] {
  if (was === undefined) {
    return is === undefined ? [] : [difference("opens", appears(is), [is.address])];
  }
  if (is === undefined) {
    const text = `The endpoint to ${serviceText(was)} goes: Studio no longer reaches the service inside the VPC`;
    return [difference("closes", text, [was.address])];
  }
  const [lost, gained] = [beyond(was, is), beyond(is, was)];
  return [
    ...(lost.length > 0 ? [difference("closes", `${is.address} no longer serves ${listed(lost)}`, [is.address])] : []),
    ...(gained.length > 0 ? [difference("opens", `${is.address} also serves ${listed(gained)}`, [is.address])] : []),
    ...privateDns(was, is),
  ];
}

function appears(endpoint: Endpoint): string {
  const places = placesOf(endpoint);
  const where = places.length === 0 ? "" : `, from ${listed(places)}`;
  return `A new endpoint leads to ${serviceText(endpoint)}${where}`;
}

/** Where traffic enters it: subnets, or route tables of a gateway. */
function placesOf({ subnets, tables }: Endpoint): readonly string[] {
  return [...subnets.map(({ key }) => key), ...tables];
}

function beyond(one: Endpoint, other: Endpoint): readonly string[] {
  const known = placesOf(other);
  return placesOf(one).filter((place) => !known.includes(place));
}

/** Without private names, clients look the service up in public and go wherever routes lead. */
function privateDns({ privateDns: was }: Endpoint, { privateDns: is, address }: Endpoint): readonly Difference[] {
  if (was === is) {
    return [];
  }
  return [
    is === true
      ? difference("closes", `The service's own name leads to ${address} from now on, and no longer outside`, [address])
      : difference("opens", `The service's own name no longer leads to ${address}, but outside`, [address]),
  ];
}

function serviceText({ service }: Endpoint): string {
  return service.replace(/^com\.amazonaws\.\*\./, "").replace(/^aws\.sagemaker\.\*\./, "SageMaker ") || "a service";
}
