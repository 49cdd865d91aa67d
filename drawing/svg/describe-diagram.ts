import type { EnvironmentDiagram } from "../model/environment-diagram";
import { endpointClientLabel, endpointShare, headerLinesOf, pluralize } from "./diagram-labels";

/** The picture in sentences, for whoever cannot see it. */
export function describeDiagram(plan: EnvironmentDiagram): string {
  return [
    `${plan.name}, ${plan.cidrBlock}, has ${pluralize(plan.zones.length, "zone")}.`,
    `${headerLinesOf(plan).join("; ")}.`,
    `Studio reaches ${endpointShare(plan.studioEndpoints, plan)}.`,
    ...describeEndpointClients(plan),
    ...describeCorporateConnection(plan),
    plan.hasInternetGateway ? describeEgress(plan) : "There is no way out.",
  ].join(" ");
}

function describeEndpointClients(plan: EnvironmentDiagram): readonly string[] {
  return plan.zones.flatMap((zone) =>
    zone.endpointClients.map((client) => {
      const { name, how } = endpointClientLabel(client);
      const callers = client.kind === "jump host" ? client.callers : [];
      return [
        `In zone ${zone.name.at(-1)} ${name} (${how}) reaches ${endpointShare(client.endpoints, plan)}.`,
        ...callers.map(({ cidrBlock, port }) => `${cidrBlock} of the internet may connect to its port ${port}.`),
      ].join(" ");
    }),
  );
}

function describeCorporateConnection(plan: EnvironmentDiagram): readonly string[] {
  if (plan.corporate === undefined) {
    return [];
  }
  const { cidrBlocks, attachments: joints, endpoints, usesInboundResolver: asksResolver } = plan.corporate;
  const dns = asksResolver ? " and asks the inbound resolver" : "";
  return [
    `The corporate network ${cidrBlocks.join(", ")} reaches ${endpointShare(endpoints, plan)} by ${joints.join(", ")}${dns}.`,
  ];
}

function describeEgress({ routeHops: hops, allowedDomains }: EnvironmentDiagram): string {
  const legs = new Set(hops.map(({ from, to }) => `${from} to ${to}`));
  return `Ways out: ${[...legs].join(", ")}; allowed names: ${allowedDomains.join(", ")}.`;
}
