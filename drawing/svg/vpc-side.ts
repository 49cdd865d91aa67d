import type { Hop } from "../model/drawn-routes";
import type { Tier } from "../model/drawn-subnets";
import type { WayIn } from "../model/drawn-user-access";
import type { FloorPlan } from "../model/floor-plan";
import { count, headerOf, nameOf } from "./labels";
import { type Column, GAP, type Place, type Rows, SLOT } from "./layout";
import { type Arrow, type Box, box, frame } from "./svg";

/** Arrows apart from the rest: they are drawn below boxes, and the legend explains their kinds. */
export interface Scene {
  readonly frames: readonly string[];
  readonly arrows: readonly Arrow[];
  readonly boxes: readonly string[];
}

/** The VPC of an environment. */
export function insideOf(plan: FloorPlan, place: Place, rows: Rows): Scene {
  const { x, width, columns } = place;
  const lines = [`${plan.name}  ${plan.cidrBlock}`, ...headerOf(plan)];
  return {
    frames: [frame({ x, y: GAP, width, height: rows.vpcBottom - GAP, kind: "vpc", lines })],
    arrows: columns.flatMap((column) => [...privateArrows(plan, column, rows), ...hopArrows(plan, column, rows)]),
    boxes: columns.flatMap((column) => [...wayInBoxes(column, rows), ...tierBoxes(plan, column, rows)]).map(box),
  };
}

const BOX_OF: Readonly<Record<WayIn["kind"], string>> = {
  client: "client",
  "jump host": "jump",
  function: "function",
};

function wayInBoxes({ zone, x }: Column, { wayIn }: Rows): readonly Box[] {
  return zone.waysIn.map((each, index) => {
    const { name, how } = nameOf(each);
    return {
      x: x + index * SLOT,
      y: wayIn.top,
      width: SLOT - GAP,
      height: wayIn.height,
      kind: BOX_OF[each.kind],
      lines: [name, how, each.cidrBlock],
    };
  });
}

function tierBoxes(plan: FloorPlan, { zone, x, width }: Column, rows: Rows): readonly Box[] {
  const label: Readonly<Record<Tier, string>> = {
    endpoint: count(plan.interfaceEndpoints, "endpoint"),
    studio: `Studio, zone ${zone.name.at(-1)}`,
    firewall: "Network Firewall",
    nat: "NAT gateway",
  };
  return (Object.keys(label) as Tier[]).flatMap((tier) => {
    const cidrBlock = zone.cidrBlocks[tier];
    const more = tier === "endpoint" && zone.hasResolver ? ["inbound resolver"] : [];
    const { top: y, height } = rows[tier];
    return cidrBlock === undefined
      ? []
      : [{ x, y, width, height, kind: tier, lines: [label[tier], ...more, cidrBlock] }];
  });
}

/** To the endpoints, from above and from below; no route is needed, but an endpoint that admits; of what its label is a share, the box below says. */
function privateArrows(plan: FloorPlan, { zone, x, width }: Column, rows: Rows): readonly Arrow[] {
  const { endpoint, wayIn, studio } = rows;
  const down = zone.waysIn.map(({ endpoints }, index) => ({
    middle: x + index * SLOT + (SLOT - GAP) / 2,
    from: wayIn.top + wayIn.height,
    to: endpoint.top,
    endpoints,
  }));
  const up = {
    middle: x + width / 2,
    from: studio.top,
    to: endpoint.top + endpoint.height,
    endpoints: plan.studioEndpoints,
  };
  return [...down, up]
    .filter(({ endpoints }) => endpoints > 0)
    .map(({ middle, from, to, endpoints }) => ({
      points: [
        [middle, from],
        [middle, to],
      ],
      kind: "private",
      ...(endpoints === plan.interfaceEndpoints ? {} : { label: `${endpoints} of ${plan.interfaceEndpoints}` }),
    }));
}

/** Out along the left, back along the right. */
function hopArrows({ hops }: FloorPlan, { zone, x, width }: Column, rows: Rows): readonly Arrow[] {
  return hops.filter((hop) => hop.zone === zone.name).map((hop) => hopArrow(hop, x + width / 2, rows));
}

function hopArrow({ from, to }: Hop, middle: number, rows: Rows): Arrow {
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
