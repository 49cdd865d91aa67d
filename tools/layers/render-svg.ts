import type { ImportGraph, Room } from "./import-graph";
import { headline } from "./render-text";

const ROOM_WIDTH = 168;
const ROOM_HEIGHT = 34;
const ROOM_GAP = 18;
const FLOOR_GAP = 46;
const MARGIN = 24;
const TITLE_HEIGHT = 34;

interface PlacedRoom extends Room {
  readonly x: number;
  readonly y: number;
}

/**
 * The graph as a picture: one row of boxes per floor, an arrow for each import between rooms. Arrows point down, to what is
 * imported.
 */
export function renderSvg(graph: ImportGraph): string {
  const top = Math.max(...graph.rooms.map(({ floor }) => floor));
  const rows = Array.from({ length: top }, (_, index) => graph.rooms.filter(({ floor }) => floor === top - index));
  const width = 2 * MARGIN + Math.max(...rows.map((row) => rowWidth(row.length)));
  const height = 2 * MARGIN + TITLE_HEIGHT + top * ROOM_HEIGHT + (top - 1) * FLOOR_GAP;
  const placed = rows.flatMap((row, index) => placeRow(row, index, width));
  const byName = new Map(placed.map((room) => [room.name, room]));
  const arrows = placed.flatMap((room) => room.imports.flatMap((name) => arrow(room, byName.get(name))));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${headline(graph)}">`,
    "<style>",
    "  text { font: 13px system-ui, sans-serif; fill: #1f2933 }",
    "  .title { font-weight: 600 }",
    "  rect.page { fill: #ffffff }",
    "  rect.room { fill: #eef4fb; stroke: #3b6ea5 }",
    "  path { fill: none; stroke: #9aa8b7; stroke-width: 1 }",
    "</style>",
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="${MARGIN + 12}">${headline(graph)}</text>`,
    ...arrows,
    ...placed.flatMap(box),
    "</svg>",
  ].join("\n")}\n`;
}

function rowWidth(count: number): number {
  return count * ROOM_WIDTH + (count - 1) * ROOM_GAP;
}

function placeRow(row: readonly Room[], index: number, width: number): readonly PlacedRoom[] {
  const left = (width - rowWidth(row.length)) / 2;
  const y = MARGIN + TITLE_HEIGHT + index * (ROOM_HEIGHT + FLOOR_GAP);
  return row.map((room, place) => ({ ...room, x: left + place * (ROOM_WIDTH + ROOM_GAP), y }));
}

function box({ name, x, y }: PlacedRoom): readonly string[] {
  return [
    `<rect class="room" x="${x}" y="${y}" width="${ROOM_WIDTH}" height="${ROOM_HEIGHT}" rx="4"/>`,
    `<text x="${x + ROOM_WIDTH / 2}" y="${y + 22}" text-anchor="middle">${name}</text>`,
  ];
}

function arrow(from: PlacedRoom, to: PlacedRoom | undefined): readonly string[] {
  if (to === undefined) {
    return [];
  }
  const [startX, startY] = [from.x + ROOM_WIDTH / 2, from.y + ROOM_HEIGHT];
  const [endX, endY] = [to.x + ROOM_WIDTH / 2, to.y];
  const bend = (endY - startY) / 2;
  return [`<path d="M${startX} ${startY} C${startX} ${startY + bend} ${endX} ${endY - bend} ${endX} ${endY}"/>`];
}
