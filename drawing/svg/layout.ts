import type { DiagramTier } from "../model/diagram-subnets";
import type { DiagramZone, EnvironmentDiagram } from "../model/environment-diagram";

/** Pixels. Width of a box and the gap after it. */
export const SLOT_WIDTH = 150;
/** Pixels between two boxes side by side. */
export const GAP_WIDTH = 16;
/** Pixels between two environments. */
export const ENVIRONMENT_GAP = 36;
/** Pixels. Width of the boxes to the left of a VPC, and of the space between them and the VPC. */
export const OUTSIDE = { width: 150, distance: 72 } as const;

/** Pixels from the top of the VPC to the lane on which arrows from people run. */
export const PEOPLE_LANE = 48;
/** Pixels. Height of the heading of an environment. */
const HEADING = 34;
const ARROW = 40;
const [TWO_LINES, THREE_LINES, FOUR_LINES] = [50, 66, 80];
const MARGIN = 30;

/** A row of boxes. Pixels from the top of the picture; a row that no environment needs has no height. */
export interface DiagramRow {
  readonly top: number;
  readonly height: number;
}

/** Rows from top to bottom, equal for all environments. Outbound traffic goes from the Studio row down to the internet. */
export type DiagramRows = Readonly<Record<"heads" | "endpointClient" | DiagramTier | "internet", DiagramRow>> & {
  readonly vpcTop: number;
  readonly vpcBottom: number;
};

/** The rows that at least one environment needs. */
export function diagramRowsOf(diagrams: readonly EnvironmentDiagram[]): DiagramRows {
  const zones = diagrams.flatMap((diagram) => diagram.zones);
  const heads = { top: GAP_WIDTH + HEADING, height: THREE_LINES };
  const vpcTop = heads.top + heads.height + ARROW / 2;
  const hasClients = zones.some(({ endpointClients }) => endpointClients.length > 0);
  let next = vpcTop + PEOPLE_LANE + (hasClients ? ARROW / 2 : 0);
  const row = (isNeeded: boolean, height: number): DiagramRow => {
    const top = next;
    next += isNeeded ? height + ARROW : 0;
    return { top, height: isNeeded ? height : 0 };
  };
  const tier = (name: DiagramTier, height: number = TWO_LINES): DiagramRow =>
    row(
      zones.some(({ cidrBlocks }) => cidrBlocks[name] !== undefined),
      height,
    );
  const endpointClient = row(hasClients, THREE_LINES);
  const endpoint = tier(
    "endpoint",
    zones.some(({ hasInboundResolver }) => hasInboundResolver) ? THREE_LINES : TWO_LINES,
  );
  const [studio, transit, firewall, nat] = [tier("studio"), tier("transit"), tier("firewall"), tier("nat")];
  const vpcBottom = next - ARROW + MARGIN;
  next = vpcBottom + ARROW;
  const internet = row(true, FOUR_LINES);
  return { heads, vpcTop, endpointClient, endpoint, studio, transit, firewall, nat, internet, vpcBottom };
}

/** The column of a zone, as wide as the boxes of its clients. */
export interface ZoneColumn {
  readonly zone: DiagramZone;
  readonly x: number;
  readonly width: number;
}

function slotsOf({ endpointClients }: DiagramZone): number {
  return Math.max(1, endpointClients.length);
}

/** Horizontal position of an environment. The boxes outside the VPC are to its left. */
export interface EnvironmentPosition {
  readonly x: number;
  readonly width: number;
  readonly columns: readonly ZoneColumn[];
  /** Right edge of the VPC. */
  readonly right: number;
  /** Left edge of the boxes outside; equal to `x` if there are none. */
  readonly outside: number;
}

/**
 * Places an environment and the columns of its Availability Zones.
 *
 * @param left edge of everything that belongs to the environment, in pixels
 */
export function environmentPositionOf(diagram: EnvironmentDiagram, left: number): EnvironmentPosition {
  const slots = diagram.zones.map(slotsOf).reduce((sum, count) => sum + count, 0);
  const width = Math.max(1.9, slots) * SLOT_WIDTH + GAP_WIDTH;
  const x = left + (hasExternalClients(diagram) ? OUTSIDE.width + OUTSIDE.distance : 0);
  const columns: ZoneColumn[] = [];
  let next = x + GAP_WIDTH + (width - GAP_WIDTH - slots * SLOT_WIDTH) / 2;
  for (const zone of diagram.zones) {
    const columnWidth = slotsOf(zone) * SLOT_WIDTH - GAP_WIDTH;
    columns.push({ zone, x: next, width: columnWidth });
    next += columnWidth + GAP_WIDTH;
  }
  return { x, width, columns, right: x + width, outside: left };
}

/** Whether clients outside the VPC can connect. */
function hasExternalClients({ corporate, zones }: EnvironmentDiagram): boolean {
  const clients = zones.flatMap((zone) => zone.endpointClients);
  return corporate !== undefined || clients.some(({ kind }) => kind === "jump host");
}
