import type { EndpointClient } from "../model/endpoint-clients";
import type { EnvironmentDiagram } from "../model/environment-diagram";

/** `1 bucket`, `2 buckets`. */
export function pluralize(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** `bucket`, `2 buckets`, or nothing. */
function pluralizeIfAny(number: number, thing: string): readonly string[] {
  return number === 0 ? [] : [number === 1 ? thing : pluralize(number, thing)];
}

/** `6 of 16 endpoints`; without the whole where it is all of them. */
export function endpointShare(part: number, { interfaceEndpoints }: EnvironmentDiagram): string {
  return part === interfaceEndpoints
    ? pluralize(part, "endpoint")
    : `${part} of ${pluralize(interfaceEndpoints, "endpoint")}`;
}

/** At most so many lines. */
export function truncateList(names: readonly string[], most = 3): readonly string[] {
  return names.length <= most ? names : [...names.slice(0, most - 1), `and ${names.length - most + 1} more`];
}

/** A way in, and how one comes to it. */
export function endpointClientLabel(client: EndpointClient): { readonly name: string; readonly how: string } {
  switch (client.kind) {
    case "client":
      return { name: "client", how: client.isManaged ? "by Systems Manager" : "no public address" };
    case "jump host":
      return { name: "jump host", how: "public address" };
    case "function":
      return { name: client.isSelfService ? "self-service" : "function", how: "Lambda function" };
  }
}

/** Buckets and gateway endpoints, Studio's apart from those of functions. */
export function dataStoreLines({ dataStores: stores, zones }: EnvironmentDiagram): readonly string[] {
  const {
    lockedBuckets,
    templateBuckets,
    studioGatewayEndpoints: studioGateways,
    functionGatewayEndpoints: functionGateways,
  } = stores;
  const functions = zones.flatMap(({ endpointClients: waysIn }) => waysIn).find(({ kind }) => kind === "function");
  const others = [
    ...pluralizeIfAny(templateBuckets, "template bucket"),
    ...pluralizeIfAny(functionGateways, "gateway endpoint"),
  ];
  return [
    ...pluralizeIfAny(studioGateways, "gateway endpoint").map(
      (gateways) => `${pluralize(lockedBuckets, "bucket")} behind Studio's ${gateways}`,
    ),
    ...(functions === undefined || others.length === 0
      ? []
      : [`${endpointClientLabel(functions).name}: ${others.join(", ")}`]),
  ];
}

/** What stands in the corner of an environment. */
export function headerLinesOf(plan: EnvironmentDiagram): readonly string[] {
  return [
    plan.hasDnsFirewall ? "DNS firewall: listed names only" : "DNS: every name resolves",
    ...dataStoreLines(plan),
  ];
}
