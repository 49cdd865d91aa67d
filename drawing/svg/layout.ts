import type { DiagramTier } from "../model/diagram-subnets";
import type { DiagramZone, EnvironmentDiagram } from "../model/environment-diagram";

/** Width that a box takes, with the gap to the next. */
export const SLOT_WIDTH = 150;
export const GAP_WIDTH = 16;
/** What stands outside a VPC to its left, and the way from there to the VPC. */
export const OUTSIDE = { width: 150, way: 72 } as const;

const TITLE = 46;
const LINE = 16;
const ARROW = 40;
const [TWO_LINES, THREE_LINES, FOUR_LINES] = [50, 66, 80];
const MARGIN = 30;

export interface DiagramRow {
  readonly top: number;
  readonly height: number;
}

/** Rows from top to bottom, the same for all environments of a picture: the lower ones are the way of a packet that leaves. */
export type DiagramRows = Readonly<Record<"endpointClient" | DiagramTier | "internet", DiagramRow>> & {
  readonly vpcBottom: number;
};

/** A picture has rows for what one of its environments has. */
export function diagramRowsOf(plans: readonly EnvironmentDiagram[], headerLines: number): DiagramRows {
  const zones = plans.flatMap((plan) => plan.zones);
  let next = GAP_WIDTH + TITLE + headerLines * LINE;
  const row = (isThere: boolean, height: number): DiagramRow => {
    const top = next;
    next += isThere ? height + ARROW : 0;
    return { top, height: isThere ? height : 0 };
  };
  const tier = (name: DiagramTier, height: number = TWO_LINES): DiagramRow =>
    row(
      zones.some(({ cidrBlocks }) => cidrBlocks[name] !== undefined),
      height,
    );
  const endpointClient = row(
    zones.some(({ endpointClients: waysIn }) => waysIn.length > 0),
    THREE_LINES,
  );
  const endpoint = tier(
    "endpoint",
    zones.some(({ hasInboundResolver: hasResolver }) => hasResolver) ? THREE_LINES : TWO_LINES,
  );
  const [studio, firewall, nat] = [tier("studio"), tier("firewall"), tier("nat")];
  const vpcBottom = next - ARROW + MARGIN;
  next = vpcBottom + ARROW;
  return { endpointClient, endpoint, studio, firewall, nat, internet: row(true, FOUR_LINES), vpcBottom };
}

/** A zone, as wide as its ways in side by side. */
export interface ZoneColumn {
  readonly zone: DiagramZone;
  readonly x: number;
  readonly width: number;
}

function slotsOf({ endpointClients: waysIn }: DiagramZone): number {
  return Math.max(1, waysIn.length);
}

/** Where an environment stands: its VPC, right of what is outside. */
export interface EnvironmentPosition {
  readonly x: number;
  readonly width: number;
  readonly columns: readonly ZoneColumn[];
  /** Right edge of the whole. */
  readonly right: number;
  /** Left edge of what is outside; the VPC's own where nothing is. */
  readonly outside: number;
}

export function environmentPositionOf(plan: EnvironmentDiagram, left: number): EnvironmentPosition {
  const slots = plan.zones.map(slotsOf).reduce((sum, each) => sum + each, 0);
  const width = Math.max(1.9, slots) * SLOT_WIDTH + GAP_WIDTH;
  const x = left + (hasExternalClients(plan) ? OUTSIDE.width + OUTSIDE.way : 0);
  const columns: ZoneColumn[] = [];
  let next = x + GAP_WIDTH + (width - GAP_WIDTH - slots * SLOT_WIDTH) / 2;
  for (const zone of plan.zones) {
    const columnWidth = slotsOf(zone) * SLOT_WIDTH - GAP_WIDTH;
    columns.push({ zone, x: next, width: columnWidth });
    next += columnWidth + GAP_WIDTH;
  }
  return { x, width, columns, right: x + width, outside: left };
}

/** Whether somebody outside the VPC comes in. */
export function hasExternalClients({ corporate, zones }: EnvironmentDiagram): boolean {
  const waysIn = zones.flatMap((zone) => zone.endpointClients);
  return corporate !== undefined || waysIn.some(({ kind }) => kind === "jump host");
}
