import type { DiagramTier } from "../model/diagram-subnets";
import type { DiagramZone, EnvironmentDiagram } from "../model/environment-diagram";

/** Pixels. Width of a box and the gap after it. */
export const SLOT_WIDTH = 150;
export const GAP_WIDTH = 16;
/** Pixels. Width of the boxes to the left of a VPC, and of the space between them and the VPC. */
export const OUTSIDE = { width: 150, distance: 72 } as const;

const TITLE = 46;
const LINE = 16;
const ARROW = 40;
const [TWO_LINES, THREE_LINES, FOUR_LINES] = [50, 66, 80];
const MARGIN = 30;

export interface DiagramRow {
  readonly top: number;
  readonly height: number;
}

/** Rows from top to bottom, equal for all environments. Outbound traffic goes from the Studio row down to the internet. */
export type DiagramRows = Readonly<Record<"endpointClient" | DiagramTier | "internet", DiagramRow>> & {
  readonly vpcBottom: number;
};

/** The rows that at least one environment needs. */
export function diagramRowsOf(diagrams: readonly EnvironmentDiagram[], headerLines: number): DiagramRows {
  const zones = diagrams.flatMap((diagram) => diagram.zones);
  let next = GAP_WIDTH + TITLE + headerLines * LINE;
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
  const endpointClient = row(
    zones.some(({ endpointClients }) => endpointClients.length > 0),
    THREE_LINES,
  );
  const endpoint = tier(
    "endpoint",
    zones.some(({ hasInboundResolver }) => hasInboundResolver) ? THREE_LINES : TWO_LINES,
  );
  const [studio, firewall, nat] = [tier("studio"), tier("firewall"), tier("nat")];
  const vpcBottom = next - ARROW + MARGIN;
  next = vpcBottom + ARROW;
  return { endpointClient, endpoint, studio, firewall, nat, internet: row(true, FOUR_LINES), vpcBottom };
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
export function hasExternalClients({ corporate, zones }: EnvironmentDiagram): boolean {
  const clients = zones.flatMap((zone) => zone.endpointClients);
  return corporate !== undefined || clients.some(({ kind }) => kind === "jump host");
}
