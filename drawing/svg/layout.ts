import type { Tier } from "../model/drawn-subnets";
import type { FloorPlan, Zone } from "../model/floor-plan";

/** Width that a box takes, with the gap to the next. */
export const SLOT = 150;
export const GAP = 16;
/** What stands outside a VPC to its left, and the way from there to the VPC. */
export const OUTSIDE = { width: 150, way: 72 } as const;

const TITLE = 46;
const LINE = 16;
const ARROW = 40;
const [TWO_LINES, THREE_LINES, FOUR_LINES] = [50, 66, 80];
const MARGIN = 30;

export interface Row {
  readonly top: number;
  readonly height: number;
}

/** Rows from top to bottom, the same for all environments of a picture: the lower ones are the way of a packet that leaves. */
export type Rows = Readonly<Record<"wayIn" | Tier | "internet", Row>> & { readonly vpcBottom: number };

/** A picture has rows for what one of its environments has. */
export function rowsOf(plans: readonly FloorPlan[], headerLines: number): Rows {
  const zones = plans.flatMap((plan) => plan.zones);
  let next = GAP + TITLE + headerLines * LINE;
  const row = (isThere: boolean, height: number): Row => {
    const top = next;
    next += isThere ? height + ARROW : 0;
    return { top, height: isThere ? height : 0 };
  };
  const tier = (name: Tier, height: number = TWO_LINES): Row =>
    row(
      zones.some(({ cidrBlocks }) => cidrBlocks[name] !== undefined),
      height,
    );
  const wayIn = row(
    zones.some(({ waysIn }) => waysIn.length > 0),
    THREE_LINES,
  );
  const endpoint = tier("endpoint", zones.some(({ hasResolver }) => hasResolver) ? THREE_LINES : TWO_LINES);
  const [studio, firewall, nat] = [tier("studio"), tier("firewall"), tier("nat")];
  const vpcBottom = next - ARROW + MARGIN;
  next = vpcBottom + ARROW;
  return { wayIn, endpoint, studio, firewall, nat, internet: row(true, FOUR_LINES), vpcBottom };
}

/** A zone, as wide as its ways in side by side. */
export interface Column {
  readonly zone: Zone;
  readonly x: number;
  readonly width: number;
}

function slotsOf({ waysIn }: Zone): number {
  return Math.max(1, waysIn.length);
}

/** Where an environment stands: its VPC, right of what is outside. */
export interface Place {
  readonly x: number;
  readonly width: number;
  readonly columns: readonly Column[];
  /** Right edge of the whole. */
  readonly right: number;
  /** Left edge of what is outside; the VPC's own where nothing is. */
  readonly outside: number;
}

export function placeOf(plan: FloorPlan, left: number): Place {
  const slots = plan.zones.map(slotsOf).reduce((sum, each) => sum + each, 0);
  const width = Math.max(1.9, slots) * SLOT + GAP;
  const x = left + (hasOutside(plan) ? OUTSIDE.width + OUTSIDE.way : 0);
  const columns: Column[] = [];
  let next = x + GAP + (width - GAP - slots * SLOT) / 2;
  for (const zone of plan.zones) {
    const columnWidth = slotsOf(zone) * SLOT - GAP;
    columns.push({ zone, x: next, width: columnWidth });
    next += columnWidth + GAP;
  }
  return { x, width, columns, right: x + width, outside: left };
}

/** Whether somebody outside the VPC comes in. */
export function hasOutside({ corporate, zones }: FloorPlan): boolean {
  const waysIn = zones.flatMap((zone) => zone.waysIn);
  return corporate !== undefined || waysIn.some(({ kind }) => kind === "jump host");
}
