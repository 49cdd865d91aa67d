import type { CorporateNetwork } from "../model/corporate-network";
import type { Tier } from "../model/drawn-subnets";
import type { WayIn } from "../model/drawn-user-access";
import type { FloorPlan } from "../model/floor-plan";
import { share, shortened } from "./labels";
import { GAP, OUTSIDE, type Place, type Row, type Rows, SLOT } from "./layout";
import { type Arrow, box, heightOf, type Rectangle, rectangle } from "./svg";
import type { Scene } from "./vpc-side";

const NOTHING: Scene = { frames: [], arrows: [], boxes: [] };

/** Whoever is not in the VPC: the internet that is reached below, whoever comes in to the left. */
export function outsideOf(plan: FloorPlan, place: Place, rows: Rows): Scene {
  const scenes = [
    plan.corporate === undefined ? NOTHING : corporate(plan, plan.corporate, place, rows),
    ...place.columns.flatMap(({ zone, x }) =>
      zone.waysIn.map((wayIn, index) => callers(wayIn, x + index * SLOT + (SLOT - GAP) / 2, place, rows)),
    ),
  ];
  return {
    frames: scenes.flatMap(({ frames }) => frames),
    arrows: scenes.flatMap(({ arrows }) => arrows),
    boxes: [internet(plan, place, rows), ...scenes.flatMap(({ boxes }) => boxes)],
  };
}

function internet(plan: FloorPlan, { x, width }: Place, { internet: { top, height } }: Rows): string {
  const lines = plan.hasInternetGateway
    ? ["internet, by name only", ...shortened(plan.allowedDomains)]
    : ["no way out"];
  return box({ x, y: top, width, height, kind: "internet", lines });
}

/** A network leads to rows, not to zones: a band joins the zones of each row that has a route to it. */
function corporate(plan: FloorPlan, network: CorporateNetwork, place: Place, rows: Rows): Scene {
  const lines = [
    "corporate network",
    ...shortened(network.cidrBlocks, 2),
    ...network.joints.map((joint) => `by ${joint}`),
    `to ${share(network.endpoints, plan)}`,
  ];
  const arrows = network.tiers.flatMap((tier) => networkArrows(network, tier, place, rows));
  const levels = arrows.flatMap(({ points }) => points.map(([, y]) => y));
  const middle = rows.endpoint.top + rows.endpoint.height / 2;
  const top = Math.min(middle - heightOf(lines) / 2, ...levels.map((level) => level - GAP));
  const bottom = Math.max(middle + heightOf(lines) / 2, ...levels.map((level) => level + GAP));
  return {
    frames: network.tiers.map((tier) => rectangle(bandOf(rows[tier], place), "band", 9)),
    arrows,
    boxes: [box({ x: place.outside, y: top, width: OUTSIDE.width, height: bottom - top, kind: "corporate", lines })],
  };
}

const BAND = 7;

function bandOf({ top, height }: Row, { columns }: Place): Rectangle {
  const [first, last] = [columns.at(0), columns.at(-1)];
  const x = (first?.x ?? 0) - BAND;
  return { x, y: top - BAND, width: (last?.x ?? 0) + (last?.width ?? 0) + BAND - x, height: height + 2 * BAND };
}

/** Level with the row. What a row other than the endpoints' would be asked for, a route does not say. */
function networkArrows(network: CorporateNetwork, tier: Tier, place: Place, rows: Rows): readonly Arrow[] {
  const { x: end, y, height } = bandOf(rows[tier], place);
  const labels =
    tier === "endpoint"
      ? [...(network.endpoints > 0 ? ["HTTPS"] : []), ...(network.asksResolver ? ["DNS"] : [])]
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
function callers(wayIn: WayIn, middle: number, place: Place, rows: Rows): Scene {
  if (wayIn.kind !== "jump host" || wayIn.callers.length === 0) {
    return NOTHING;
  }
  const { top } = rows.wayIn;
  const lane = top - 14;
  const blocks = [...new Set(wayIn.callers.map(({ cidrBlock }) => cidrBlock))];
  const ports = [...new Set(wayIn.callers.filter(({ isAnswered }) => isAnswered).map(({ port }) => port))];
  const lines = ["internet", ...shortened(blocks, 2)];
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
