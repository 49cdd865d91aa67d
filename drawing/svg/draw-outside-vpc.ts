import type { CorporateConnection } from "../model/corporate-connection";
import type { DiagramTier } from "../model/diagram-subnets";
import type { EndpointClient } from "../model/endpoint-clients";
import type { EnvironmentDiagram } from "../model/environment-diagram";
import { endpointShare, truncateList } from "./diagram-labels";
import type { DrawingLayers } from "./draw-vpc";
import { type DiagramRow, type DiagramRows, type EnvironmentPosition, GAP_WIDTH, OUTSIDE, SLOT_WIDTH } from "./layout";
import { type Arrow, box, heightOf, type Rectangle, rectangle } from "./svg";

const EMPTY_LAYERS: DrawingLayers = { frames: [], arrows: [], boxes: [] };

/** Whoever is not in the VPC: the internet that is reached below, whoever comes in to the left. */
export function drawOutsideVpc(plan: EnvironmentDiagram, place: EnvironmentPosition, rows: DiagramRows): DrawingLayers {
  const scenes = [
    plan.corporate === undefined ? EMPTY_LAYERS : corporateLayers(plan, plan.corporate, place, rows),
    ...place.columns.flatMap(({ zone, x }) =>
      zone.endpointClients.map((client, index) =>
        internetClientLayers(client, x + index * SLOT_WIDTH + (SLOT_WIDTH - GAP_WIDTH) / 2, place, rows),
      ),
    ),
  ];
  return {
    frames: scenes.flatMap(({ frames }) => frames),
    arrows: scenes.flatMap(({ arrows }) => arrows),
    boxes: [internetBox(plan, place, rows), ...scenes.flatMap(({ boxes }) => boxes)],
  };
}

function internetBox(
  plan: EnvironmentDiagram,
  { x, width }: EnvironmentPosition,
  { internet: { top, height } }: DiagramRows,
): string {
  const lines = plan.hasInternetGateway
    ? ["internet, by name only", ...truncateList(plan.allowedDomains)]
    : ["no way out"];
  return box({ x, y: top, width, height, kind: "internet", lines });
}

/** A network leads to rows, not to zones: a band joins the zones of each row that has a route to it. */
function corporateLayers(
  plan: EnvironmentDiagram,
  network: CorporateConnection,
  place: EnvironmentPosition,
  rows: DiagramRows,
): DrawingLayers {
  const lines = [
    "corporate network",
    ...truncateList(network.cidrBlocks, 2),
    ...network.attachments.map((joint) => `by ${joint}`),
    `to ${endpointShare(network.endpoints, plan)}`,
  ];
  const arrows = network.tiers.flatMap((tier) => networkArrows(network, tier, place, rows));
  const levels = arrows.flatMap(({ points }) => points.map(([, y]) => y));
  const middle = rows.endpoint.top + rows.endpoint.height / 2;
  const top = Math.min(middle - heightOf(lines) / 2, ...levels.map((level) => level - GAP_WIDTH));
  const bottom = Math.max(middle + heightOf(lines) / 2, ...levels.map((level) => level + GAP_WIDTH));
  return {
    frames: network.tiers.map((tier) => rectangle(bandOf(rows[tier], place), "band", 9)),
    arrows,
    boxes: [box({ x: place.outside, y: top, width: OUTSIDE.width, height: bottom - top, kind: "corporate", lines })],
  };
}

const BAND = 7;

function bandOf({ top, height }: DiagramRow, { columns }: EnvironmentPosition): Rectangle {
  const [first, last] = [columns.at(0), columns.at(-1)];
  const x = (first?.x ?? 0) - BAND;
  return { x, y: top - BAND, width: (last?.x ?? 0) + (last?.width ?? 0) + BAND - x, height: height + 2 * BAND };
}

/** Level with the row. What a row other than the endpoints' would be asked for, a route does not say. */
function networkArrows(
  network: CorporateConnection,
  tier: DiagramTier,
  place: EnvironmentPosition,
  rows: DiagramRows,
): readonly Arrow[] {
  const { x: end, y, height } = bandOf(rows[tier], place);
  const labels =
    tier === "endpoint"
      ? [...(network.endpoints > 0 ? ["HTTPS"] : []), ...(network.usesInboundResolver ? ["DNS"] : [])]
      : [""];
  return labels.map((label, index) => {
    const level = y + height / 2 + (index - (labels.length - 1) / 2) * 30;
    return {
      points: [
        [place.outside + OUTSIDE.width, level],
        [end, level],
      ],
      kind: "joined",
      label,
    };
  });
}

/** Into the machine from above, past whatever stands left of it; no arrow where nothing is answered. */
function internetClientLayers(
  client: EndpointClient,
  middle: number,
  place: EnvironmentPosition,
  rows: DiagramRows,
): DrawingLayers {
  if (client.kind !== "jump host" || client.callers.length === 0) {
    return EMPTY_LAYERS;
  }
  const { top } = rows.endpointClient;
  const lane = top - 14;
  const blocks = [...new Set(client.callers.map(({ cidrBlock }) => cidrBlock))];
  const ports = [
    ...new Set(client.callers.filter(({ hasReturnRoute: isAnswered }) => isAnswered).map(({ port }) => port)),
  ];
  const lines = ["internet", ...truncateList(blocks, 2)];
  const right = place.outside + OUTSIDE.width;
  const y = lane - heightOf(lines) / 2;
  const way: Arrow["points"] = [
    [right, lane],
    [middle, lane],
    [middle, top],
  ];
  return {
    frames: [],
    arrows: ports.length === 0 ? [] : [{ points: way, kind: "out", label: `port ${ports.join(", ")}` }],
    boxes: [box({ x: place.outside, y, width: OUTSIDE.width, height: heightOf(lines), kind: "internet", lines })],
  };
}
