import { pluralize } from "../../verify/report/pluralize";
import type { EndpointClient } from "../model/endpoint-clients";
import { type EnvironmentDiagram, internetPathOf } from "../model/environment-diagram";

/** `1 bucket`, `2 buckets`, or nothing. */
function pluralizeIfAny(count: number, noun: string): readonly string[] {
  return count === 0 ? [] : [pluralize(count, noun)];
}

/** `6 of 16 endpoints`, or `16 endpoints` for all of them. */
export function endpointShare(part: number, { interfaceEndpoints }: EnvironmentDiagram): string {
  return part === interfaceEndpoints
    ? pluralize(part, "endpoint")
    : `${part} of ${pluralize(interfaceEndpoints, "endpoint")}`;
}

/** At most `maximum` lines; the last line counts the omitted names. */
export function truncateList(names: readonly string[], maximum = 3): readonly string[] {
  return names.length <= maximum ? names : [...names.slice(0, maximum - 1), `and ${names.length - maximum + 1} more`];
}

/** Name and detail of the box of a client. */
export function endpointClientLabel(client: EndpointClient): { readonly name: string; readonly detail: string } {
  switch (client.kind) {
    case "client":
      return { name: "Client instance", detail: client.isManaged ? "Session Manager" : "no public IP" };
    case "jump host":
      return { name: "Jump host", detail: "public IP address" };
    case "function":
      return { name: client.isSelfService ? "Self-service" : "Function", detail: "Lambda function" };
  }
}

/** One line for buckets and gateway endpoints of Studio, one for those of functions. */
export function dataStoreLines({ dataStores, zones }: EnvironmentDiagram): readonly string[] {
  const { lockedBuckets, templateBuckets, studioGatewayEndpoints, functionGatewayEndpoints } = dataStores;
  const clients = zones.flatMap(({ endpointClients }) => endpointClients);
  const lambda = clients.find(({ kind }) => kind === "function");
  const functionStores = [
    ...pluralizeIfAny(templateBuckets, "bucket"),
    ...pluralizeIfAny(functionGatewayEndpoints, "gateway endpoint"),
  ];
  return [
    ...pluralizeIfAny(studioGatewayEndpoints, "gateway endpoint").map(
      (gateways) => `Studio: ${pluralize(lockedBuckets, "bucket")}, ${gateways}`,
    ),
    ...(lambda === undefined || functionStores.length === 0
      ? []
      : [`${endpointClientLabel(lambda).name}: ${functionStores.join(", ")}`]),
  ];
}

/** Whether DNS Firewall limits the names that resolve. */
export function dnsLineOf({ hasDnsFirewall }: EnvironmentDiagram): string {
  return hasDnsFirewall ? "DNS: only allowed names" : "DNS: every name";
}

/** Lines of the box of the firewall, without its addresses: whether it opens TLS, and on which ports. */
export function firewallLinesOf({ decryptedPorts }: EnvironmentDiagram): readonly string[] {
  return ["Network Firewall", ...(decryptedPorts.length === 0 ? [] : [`opens TLS: ${decryptedPorts.join(", ")}`])];
}

/**
 * Lines of the box of people: their number, then at most two lines of names. An inspection VPC has spokes in their place, by their
 * addresses.
 */
export function peopleLinesOf({ people, spokes }: EnvironmentDiagram): readonly string[] {
  if (people.length === 0 && spokes !== undefined) {
    return [pluralize(spokes.length, "spoke"), ...truncateList(spokes, 2)];
  }
  return people.length === 0
    ? ["No user profile"]
    : [pluralize(people.length, "Studio user"), ...truncateList(people, 2)];
}

/** Lines of the box of what keeps data. */
export function dataLinesOf({ dataStores, hasHomeDirectories }: EnvironmentDiagram): readonly string[] {
  const { lockedBuckets, templateBuckets } = dataStores;
  const lines = [
    ...(lockedBuckets === 0 ? [] : [pluralize(lockedBuckets, "locked bucket")]),
    ...(hasHomeDirectories ? ["home directories"] : []),
    ...(templateBuckets === 0 ? [] : [pluralize(templateBuckets, "template bucket")]),
  ];
  return lines.length === 0 ? ["No data store"] : lines;
}

const INTERNET_HEADINGS = {
  own: "Internet: allowed domains",
  central: "Internet, by another VPC",
  none: undefined,
} as const;

/** Heading of the box of the internet, above the allowed domains; undefined without a path. */
export function internetHeadingOf(diagram: EnvironmentDiagram): string | undefined {
  return INTERNET_HEADINGS[internetPathOf(diagram)];
}
