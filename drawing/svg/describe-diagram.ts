import { pluralize } from "../../verify/report/pluralize";
import { type EnvironmentDiagram, internetPathOf } from "../model/environment-diagram";
import { dataStoreLines, dnsLineOf, endpointClientLabel, endpointShare, peopleLinesOf } from "./diagram-labels";

/** The content of the picture in sentences, for screen readers. */
export function describeDiagram(diagram: EnvironmentDiagram): string {
  return [
    `${diagram.name}, ${diagram.cidrBlock}, has ${pluralize(diagram.zones.length, "zone")}.`,
    ...(diagram.verdict === undefined ? [] : [`${diagram.verdict.text}.`]),
    `${[peopleLinesOf(diagram).join(", "), dnsLineOf(diagram), ...dataStoreLines(diagram)].join("; ")}.`,
    `Studio reaches ${endpointShare(diagram.studioEndpoints, diagram)}.`,
    ...describeEndpointClients(diagram),
    ...describeCorporateConnection(diagram),
    internetPathOf(diagram) === "none" ? "There is no path to the internet." : describeEgress(diagram),
  ].join(" ");
}

function describeEndpointClients(diagram: EnvironmentDiagram): readonly string[] {
  return diagram.zones.flatMap((zone) =>
    zone.endpointClients.map((client) => {
      const { name, detail } = endpointClientLabel(client);
      const callers = client.kind === "jump host" ? client.callers : [];
      return [
        `In zone ${zone.name.at(-1)}, ${name} (${detail}) reaches ${endpointShare(client.endpoints, diagram)}.`,
        ...callers.map(({ cidrBlock, port }) => `${cidrBlock} can connect to its port ${port} from the internet.`),
      ].join(" ");
    }),
  );
}

function describeCorporateConnection(diagram: EnvironmentDiagram): readonly string[] {
  if (diagram.corporate === undefined) {
    return [];
  }
  const { cidrBlocks, attachments, endpoints, usesInboundResolver } = diagram.corporate;
  const dns = usesInboundResolver ? " and uses the inbound DNS resolver" : "";
  return [
    `The corporate network ${cidrBlocks.join(", ")} reaches ${endpointShare(endpoints, diagram)} through ${attachments.join(", ")}${dns}.`,
  ];
}

function describeEgress({ routeHops, allowedDomains, decryptedPorts }: EnvironmentDiagram): string {
  const hops = new Set(routeHops.map(({ from, to }) => `${from} to ${to}`));
  const tls = decryptedPorts.length === 0 ? "" : ` The firewall opens TLS on ${decryptedPorts.join(", ")}.`;
  return `Internet routes: ${[...hops].join(", ")}; allowed domains: ${allowedDomains.join(", ")}.${tls}`;
}
