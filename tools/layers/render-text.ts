import type { ImportGraph } from "./import-graph";

/** The graph as lines: a headline, one line per room from the top floor down, and each cycle. */
export function renderText({ folder, rooms, roomCycles, fileCycles }: ImportGraph): string {
  const width = Math.max(...rooms.map(({ name }) => name.length));
  const lines = rooms.map(({ name, floor, imports }) => {
    const targets = imports.length === 0 ? "" : `  -> ${imports.join(" ")}`;
    return `  floor ${floor}  ${targets === "" ? name : name.padEnd(width)}${targets}`;
  });
  return `${[headline({ folder, rooms, roomCycles, fileCycles }), "", ...lines, ...cycleLines(roomCycles, fileCycles)].join("\n")}\n`;
}

/** What the graph comes to, in one sentence. */
export function headline({ folder, rooms, roomCycles, fileCycles }: ImportGraph): string {
  const floors = Math.max(...rooms.map(({ floor }) => floor));
  const arrows = rooms.reduce((sum, { imports }) => sum + imports.length, 0);
  const cycles = roomCycles.length + fileCycles.length;
  const back = cycles === 0 ? "no arrow back" : `${cycles} ${cycles === 1 ? "cycle" : "cycles"}`;
  return `${folder === "" ? "the project" : folder}: ${rooms.length} rooms on ${floors} floors, ${arrows} arrows, ${back}`;
}

function cycleLines(roomCycles: ImportGraph["roomCycles"], fileCycles: ImportGraph["fileCycles"]): readonly string[] {
  return [
    ...roomCycles.map((cycle) => `  folders import each other: ${cycle.join(", ")}`),
    ...fileCycles.map((cycle) => `  files import each other: ${cycle.join(", ")}`),
  ];
}
