import { mermaidLabel } from "../../review/report/mermaid-picture";
import { pluralize } from "../../verify/report/pluralize";
import type { DiagramTier } from "../model/diagram-subnets";
import type { DiagramZone, EnvironmentDiagram } from "../model/environment-diagram";
import {
  dataLinesOf,
  dnsLineOf,
  endpointClientLabel,
  firewallLinesOf,
  internetHeadingOf,
  peopleLinesOf,
} from "../svg/diagram-labels";

/**
 * The environments as a Mermaid flowchart, for places that show Markdown: a subgraph for each environment and each zone, and an arrow for
 * each route, and for traffic that security groups allow.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidEnvironments(diagrams: readonly EnvironmentDiagram[]): string {
  return `${["flowchart TB", ...diagrams.flatMap(environmentLines)].join("\n")}\n`;
}

function environmentLines(diagram: EnvironmentDiagram, index: number): readonly string[] {
  const id = `e${index}`;
  const { name, cidrBlock, verdict, zones, allowedDomains, dataStores } = diagram;
  const title = [name, cidrBlock, ...(verdict === undefined ? [] : [verdict.text]), dnsLineOf(diagram)].join(" - ");
  const heading = internetHeadingOf(diagram);
  const internet = heading === undefined ? ["Internet: no route out"] : [heading, ...allowedDomains];
  const hasData = dataStores.studioGatewayEndpoints > 0 && dataStores.lockedBuckets > 0;
  return [
    node(`${id}_people`, peopleLinesOf(diagram)),
    node(`${id}_data`, dataLinesOf(diagram)),
    `subgraph ${id}["${mermaidLabel(title)}"]`,
    ...zones.flatMap((zone, at) => zoneLines(diagram, zone, `${id}_z${at}`)),
    "end",
    node(`${id}_internet`, internet),
    ...zones.flatMap((zone, at) => zoneArrows(diagram, zone, { id, zone: `${id}_z${at}`, hasData })),
    ...corporateLines(diagram, id),
  ];
}

/** A node with one line for each text. Names stand in quoted labels, encoded one by one. */
function node(id: string, lines: readonly string[]): string {
  return `${id}["${lines.map(mermaidLabel).join("<br>")}"]`;
}

function zoneLines(
  diagram: EnvironmentDiagram,
  { name, cidrBlocks, endpointClients }: DiagramZone,
  id: string,
): readonly string[] {
  const titles: Readonly<Record<DiagramTier, readonly string[]>> = {
    endpoint: [pluralize(diagram.interfaceEndpoints, "endpoint")],
    studio: ["Studio"],
    firewall: firewallLinesOf(diagram),
    nat: ["NAT gateway"],
    transit: ["Transit gateway"],
  };
  const tiers = (Object.keys(titles) as DiagramTier[]).flatMap((tier) => {
    const cidrBlock = cidrBlocks[tier];
    return cidrBlock === undefined ? [] : [node(`${id}_${tier}`, [...titles[tier], cidrBlock])];
  });
  const clients = endpointClients.map((client, index) => {
    const { name: title, detail } = endpointClientLabel(client);
    return node(`${id}_c${index}`, [title, detail, client.cidrBlock]);
  });
  return [`subgraph ${id}["${mermaidLabel(name)}"]`, ...clients, ...tiers, "end"];
}

function zoneArrows(
  { people, routeHops, studioEndpoints }: EnvironmentDiagram,
  zone: DiagramZone,
  { id, zone: zoneId, hasData }: { readonly id: string; readonly zone: string; readonly hasData: boolean },
): readonly string[] {
  const { studio, endpoint } = zone.cidrBlocks;
  const clients = zone.endpointClients.flatMap((client, index) => {
    const isUsed = client.kind === "client" || (client.kind === "function" && client.isSelfService);
    return [
      ...(isUsed && people.length > 0 ? [`${id}_people --> ${zoneId}_c${index}`] : []),
      ...(client.endpoints > 0 && endpoint !== undefined ? [`${zoneId}_c${index} --> ${zoneId}_endpoint`] : []),
    ];
  });
  return [
    ...clients,
    ...(studio !== undefined && endpoint !== undefined && studioEndpoints > 0
      ? [`${zoneId}_studio --> ${zoneId}_endpoint`]
      : []),
    ...(studio !== undefined && hasData ? [`${zoneId}_studio --> ${id}_data`] : []),
    ...routeHops
      .filter((hop) => hop.zone === zone.name)
      .map(({ from, to }) => `${zoneId}_${from} ==> ${to === "internet" ? id : zoneId}_${to}`),
  ];
}

function corporateLines({ corporate, zones }: EnvironmentDiagram, id: string): readonly string[] {
  if (corporate === undefined) {
    return [];
  }
  const arrows = zones.flatMap(({ cidrBlocks }, at) =>
    corporate.tiers
      .filter((tier) => cidrBlocks[tier] !== undefined)
      .map((tier) => `${id}_corporate --> ${id}_z${at}_${tier}`),
  );
  return [node(`${id}_corporate`, ["Corporate network", ...corporate.cidrBlocks]), ...arrows];
}
