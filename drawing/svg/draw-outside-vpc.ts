import type { Markup } from "../markup";
import type { CorporateConnection } from "../model/corporate-connection";
import type { DiagramTier } from "../model/diagram-subnets";
import type { EndpointClient } from "../model/endpoint-clients";
import type { EnvironmentDiagram } from "../model/environment-diagram";
import { endpointShare, internetHeadingOf, truncateList } from "./diagram-labels";
import type { DrawingLayers } from "./drawing-layers";
import { type DiagramRow, type DiagramRows, type EnvironmentPosition, GAP_WIDTH, OUTSIDE, SLOT_WIDTH } from "./layout";
import { type Arrow, box, heightOf, type Rectangle, rectangle } from "./svg";

const EMPTY_LAYERS: DrawingLayers = { frames: [], arrows: [], boxes: [] };

/** Boxes outside the VPC: the internet below; the corporate network and clients on the internet to the left. */
export function drawOutsideVpc(
  diagram: EnvironmentDiagram,
  position: EnvironmentPosition,
  rows: DiagramRows,
): DrawingLayers {
  const layers = [
    diagram.corporate === undefined ? EMPTY_LAYERS : corporateLayers(diagram, diagram.corporate, position, rows),
    ...position.columns.flatMap(({ zone, x }) =>
      zone.endpointClients.map((client, index) =>
        internetClientLayers(client, x + index * SLOT_WIDTH + (SLOT_WIDTH - GAP_WIDTH) / 2, position, rows),
      ),
    ),
  ];
  return {
    frames: layers.flatMap(({ frames }) => frames),
    arrows: layers.flatMap(({ arrows }) => arrows),
    boxes: [internetBox(diagram, position, rows), ...layers.flatMap(({ boxes }) => boxes)],
  };
}

function internetBox(
  diagram: EnvironmentDiagram,
  { x, width }: EnvironmentPosition,
  { internet: { top, height } }: DiagramRows,
): Markup {
  const heading = internetHeadingOf(diagram);
  const lines =
    heading === undefined ? ["Internet", "no route out"] : [heading, ...truncateList(diagram.allowedDomains)];
  return box({ x, y: top, width, height, kind: "internet", lines });
}

/** Routes to the network belong to a row, not to a zone, so a dashed band surrounds the zones of each row. */
function corporateLayers(
  diagram: EnvironmentDiagram,
  network: CorporateConnection,
  position: EnvironmentPosition,
  rows: DiagramRows,
): DrawingLayers {
  const lines = [
    "Corporate network",
    ...truncateList(network.cidrBlocks, 2),
    ...network.attachments.map((attachment) => `via ${attachment}`),
    `to ${endpointShare(network.endpoints, diagram)}`,
  ];
  const arrows = network.tiers.flatMap((tier) => networkArrows(network, tier, position, rows));
  const levels = arrows.flatMap(({ points }) => points.map(([, y]) => y));
  const middle = rows.endpoint.top + rows.endpoint.height / 2;
  const top = Math.min(middle - heightOf(lines) / 2, ...levels.map((level) => level - GAP_WIDTH));
  const bottom = Math.max(middle + heightOf(lines) / 2, ...levels.map((level) => level + GAP_WIDTH));
  return {
    frames: network.tiers.map((tier) => rectangle(bandOf(rows[tier], position), "band", 9)),
    arrows,
    boxes: [box({ x: position.outside, y: top, width: OUTSIDE.width, height: bottom - top, kind: "corporate", lines })],
  };
}

const BAND = 7;

function bandOf({ top, height }: DiagramRow, { columns }: EnvironmentPosition): Rectangle {
  const [first, last] = [columns.at(0), columns.at(-1)];
  const x = (first?.x ?? 0) - BAND;
  return { x, y: top - BAND, width: (last?.x ?? 0) + (last?.width ?? 0) + BAND - x, height: height + 2 * BAND };
}

/** Horizontal arrows to a row. Only arrows to VPC endpoints have labels, because a route does not name protocols. */
function networkArrows(
  network: CorporateConnection,
  tier: DiagramTier,
  position: EnvironmentPosition,
  rows: DiagramRows,
): readonly Arrow[] {
  const { x: end, y, height } = bandOf(rows[tier], position);
  const labels =
    tier === "endpoint"
      ? [...(network.endpoints > 0 ? ["HTTPS"] : []), ...(network.usesInboundResolver ? ["DNS"] : [])]
      : [""];
  return labels.map((label, index) => {
    const level = y + height / 2 + (index - (labels.length - 1) / 2) * 30;
    return {
      points: [
        [position.outside + OUTSIDE.width, level],
        [end, level],
      ],
      kind: "attached",
      label,
    };
  });
}

/** An arrow into the instance from above. Without a return route there is no arrow. */
function internetClientLayers(
  client: EndpointClient,
  middle: number,
  position: EnvironmentPosition,
  rows: DiagramRows,
): DrawingLayers {
  if (client.kind !== "jump host" || client.callers.length === 0) {
    return EMPTY_LAYERS;
  }
  const { top } = rows.endpointClient;
  const lane = top - 14;
  const blocks = [...new Set(client.callers.map(({ cidrBlock }) => cidrBlock))];
  const ports = [...new Set(client.callers.filter(({ hasReturnRoute }) => hasReturnRoute).map(({ port }) => port))];
  const lines = ["Internet", ...truncateList(blocks, 2)];
  const right = position.outside + OUTSIDE.width;
  const y = lane - heightOf(lines) / 2;
  const points: Arrow["points"] = [
    [right, lane],
    [middle, lane],
    [middle, top],
  ];
  return {
    frames: [],
    arrows: ports.length === 0 ? [] : [{ points, kind: "out", label: `port ${ports.join(", ")}` }],
    boxes: [box({ x: position.outside, y, width: OUTSIDE.width, height: heightOf(lines), kind: "internet", lines })],
  };
}
