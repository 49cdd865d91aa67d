import type { FloorPlan, Hop, Tier, Zone } from "./floor-plan";
import { arrow, box, frame, svg } from "./svg";

const ZONE_WIDTH = 150;
const GAP = 16;
const ROW = { width: ZONE_WIDTH - GAP, height: 50 } as const;

/** Where each tier stands in a zone's column, top to bottom: the way of a packet that leaves. */
const TOP: Readonly<Record<Tier | "internet", number>> = {
  endpoint: 92,
  studio: 182,
  firewall: 272,
  nat: 362,
  internet: 482,
};

const VPC_BOTTOM = TOP.nat + ROW.height + GAP + 14;
const HEIGHT = TOP.internet + 96;

/** Draws environments side by side: zones as columns, tiers as rows, and an arrow for each route that exists. */
export function drawEnvironments(plans: readonly FloorPlan[]): string {
  const parts: string[] = [];
  let x = GAP;
  for (const plan of plans) {
    parts.push(...environment(plan, x));
    x += widthOf(plan) + GAP;
  }
  return svg(x, HEIGHT, `Environments ${plans.map(({ name }) => name).join(", ")}, drawn from their Terraform`, parts);
}

function widthOf({ zones }: FloorPlan): number {
  return Math.max(1.9, zones.length) * ZONE_WIDTH + GAP;
}

function environment(plan: FloorPlan, x: number): readonly string[] {
  const width = widthOf(plan);
  const inset = (width - GAP - plan.zones.length * ZONE_WIDTH) / 2;
  const columns = plan.zones.map((zone, index) => ({ zone, x: x + GAP + inset + index * ZONE_WIDTH }));
  const dns = plan.hasDnsFirewall ? "DNS firewall: listed names only" : "DNS: every name resolves";
  const stores = `${plan.buckets} buckets behind ${plan.gatewayEndpoints} gateway endpoint`;
  return [
    frame({
      x,
      y: GAP,
      width,
      height: VPC_BOTTOM - GAP,
      kind: "vpc",
      lines: [`${plan.name}  ${plan.cidrBlock}`, dns, stores],
    }),
    ...columns.flatMap((column) => zoneColumn(plan, column.zone, column.x)),
    ...columns.flatMap((column) => hops(plan, column.zone, column.x)),
    internet(plan, x, width),
  ];
}

function zoneColumn(plan: FloorPlan, zone: Zone, x: number): readonly string[] {
  const label: Readonly<Record<Tier, string>> = {
    endpoint: `${plan.interfaceEndpoints} endpoints`,
    studio: `Studio, zone ${zone.name.at(-1)}`,
    firewall: "Network Firewall",
    nat: "NAT gateway",
  };
  const tiers = (Object.keys(label) as Tier[]).filter((tier) => zone.cidrBlocks[tier] !== undefined);
  return tiers.map((tier) =>
    box({ x, y: TOP[tier], ...ROW, kind: tier, lines: [label[tier], zone.cidrBlocks[tier] ?? ""] }),
  );
}

/** Out along the left, back along the right; the private way up to the endpoints needs no route. */
function hops({ hops: all }: FloorPlan, zone: Zone, x: number): readonly string[] {
  const middle = x + ROW.width / 2;
  const up = arrow(
    [
      [middle, TOP.studio],
      [middle, TOP.endpoint + ROW.height],
    ],
    "private",
  );
  const routed = all.filter((hop) => zone.name.endsWith(hop.zone)).map((hop) => hopArrow(hop, middle));
  return [up, ...routed];
}

function hopArrow({ from, to }: Hop, middle: number): string {
  const down = TOP[from] < TOP[to];
  const x = down ? middle - 18 : middle + 18;
  const [start, end] = down ? [TOP[from] + ROW.height, TOP[to]] : [TOP[from], TOP[to] + ROW.height];
  return arrow(
    [
      [x, start],
      [x, end],
    ],
    down ? "out" : "back",
  );
}

function internet(plan: FloorPlan, x: number, width: number): string {
  const lines = plan.hasInternetGateway
    ? ["internet, by name only", ...shortened(plan.allowedDomains)]
    : ["no way out"];
  return box({ x, y: TOP.internet, width, height: 80, kind: "internet", lines });
}

/** At most three lines. */
function shortened(names: readonly string[]): readonly string[] {
  return names.length <= 3 ? names : [...names.slice(0, 2), `and ${names.length - 2} more`];
}
