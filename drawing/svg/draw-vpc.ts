import { pluralize } from "../../verify/report/pluralize";
import type { DiagramTier } from "../model/diagram-subnets";
import type { EndpointClient } from "../model/endpoint-clients";
import { type EnvironmentDiagram, internetPathOf } from "../model/environment-diagram";
import type { RouteHop } from "../model/route-hops";
import { dnsLineOf, endpointClientLabel, firewallLinesOf } from "./diagram-labels";
import { laneOfPeople } from "./draw-people-and-data";
import type { DrawingLayers } from "./drawing-layers";
import { type DiagramRows, type EnvironmentPosition, GAP_WIDTH, SLOT_WIDTH, type ZoneColumn } from "./layout";
import { type Arrow, type Box, barrier, box, frame } from "./svg";

/** The VPC of an environment. */
export function drawVpc(diagram: EnvironmentDiagram, position: EnvironmentPosition, rows: DiagramRows): DrawingLayers {
  const { x, width, columns } = position;
  const { vpcTop: y, vpcBottom, studio } = rows;
  const lines = [`VPC ${diagram.cidrBlock}`, dnsLineOf(diagram)];
  const isClosed = internetPathOf(diagram) === "none";
  const closed = columns.filter(({ zone }) => isClosed && zone.cidrBlocks.studio !== undefined);
  return {
    frames: [
      frame({
        x,
        y,
        width,
        height: vpcBottom - y,
        kind: "vpc",
        lines,
        indent: laneOfPeople(diagram, position)?.indent,
      }),
      ...closed.map((column) => barrier(column.x + column.width / 2, studio.top + studio.height, vpcBottom)),
    ],
    arrows: columns.flatMap((column) => [...privateArrows(diagram, column, rows), ...hopArrows(diagram, column, rows)]),
    boxes: columns
      .flatMap((column) => [...endpointClientBoxes(column, rows), ...tierBoxes(diagram, column, rows)])
      .map(box),
  };
}

const BOX_CLASS: Readonly<Record<EndpointClient["kind"], string>> = {
  client: "client",
  "jump host": "jump",
  function: "function",
};

function endpointClientBoxes({ zone, x }: ZoneColumn, { endpointClient: row }: DiagramRows): readonly Box[] {
  return zone.endpointClients.map((client, index) => {
    const { name, detail } = endpointClientLabel(client);
    return {
      x: x + index * SLOT_WIDTH,
      y: row.top,
      width: SLOT_WIDTH - GAP_WIDTH,
      height: row.height,
      kind: BOX_CLASS[client.kind],
      lines: [name, detail, client.cidrBlock],
    };
  });
}

function tierBoxes(diagram: EnvironmentDiagram, { zone, x, width }: ZoneColumn, rows: DiagramRows): readonly Box[] {
  const label: Readonly<Record<DiagramTier, readonly string[]>> = {
    endpoint: [pluralize(diagram.interfaceEndpoints, "endpoint")],
    studio: [`Studio, zone ${zone.name.at(-1)}`],
    firewall: firewallLinesOf(diagram),
    nat: ["NAT gateway"],
    transit: ["Transit gateway"],
  };
  return (Object.keys(label) as DiagramTier[]).flatMap((tier) => {
    const cidrBlock = zone.cidrBlocks[tier];
    const additional = tier === "endpoint" && zone.hasInboundResolver ? ["inbound resolver"] : [];
    const { top: y, height } = rows[tier];
    return cidrBlock === undefined
      ? []
      : [
          {
            x,
            y,
            width,
            height,
            kind: tier === "transit" ? "nat" : tier,
            lines: [...label[tier], ...additional, cidrBlock],
          },
        ];
  });
}

/** Arrows to the VPC endpoints, from the clients above and from Studio below, if security groups allow the traffic. */
function privateArrows(
  diagram: EnvironmentDiagram,
  { zone, x, width }: ZoneColumn,
  rows: DiagramRows,
): readonly Arrow[] {
  const { endpoint, endpointClient, studio } = rows;
  const down = zone.endpointClients.map(({ endpoints }, index) => ({
    middle: x + index * SLOT_WIDTH + (SLOT_WIDTH - GAP_WIDTH) / 2,
    from: endpointClient.top + endpointClient.height,
    to: endpoint.top,
    endpoints,
  }));
  const up = {
    middle: x + width / 2,
    from: studio.top,
    to: endpoint.top + endpoint.height,
    endpoints: diagram.studioEndpoints,
  };
  return [...down, up]
    .filter(({ endpoints }) => endpoints > 0)
    .map(({ middle, from, to, endpoints }) => ({
      points: [
        [middle, from],
        [middle, to],
      ],
      kind: "private",
      ...(endpoints === diagram.interfaceEndpoints ? {} : { label: `${endpoints} of ${diagram.interfaceEndpoints}` }),
    }));
}

/** Arrows of the routes: outbound on the left, return on the right. */
function hopArrows(
  { routeHops }: EnvironmentDiagram,
  { zone, x, width }: ZoneColumn,
  rows: DiagramRows,
): readonly Arrow[] {
  return routeHops.filter((hop) => hop.zone === zone.name).map((hop) => hopArrow(hop, x + width / 2, rows));
}

function hopArrow({ from, to }: RouteHop, middle: number, rows: DiagramRows): Arrow {
  const [start, end] = [rows[from], rows[to]];
  const isDown = start.top < end.top;
  const x = isDown ? middle - 18 : middle + 18;
  return {
    points: isDown
      ? [
          [x, start.top + start.height],
          [x, end.top],
        ]
      : [
          [x, start.top],
          [x, end.top + end.height],
        ],
    kind: isDown ? "out" : "back",
  };
}
