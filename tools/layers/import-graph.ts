import type { FileImports } from "./read-imports";

/** A folder, or a file that lies directly in the folder that is drawn. */
export interface Room {
  readonly name: string;
  readonly files: number;
  /** 1 for a room that imports no other; one more than the highest room that it imports. */
  readonly floor: number;
  /** Names of the rooms that it imports, sorted. */
  readonly imports: readonly string[];
}

/** The import graph of a folder, seen as rooms on floors. */
export interface ImportGraph {
  /** The folder that is drawn; empty for the whole project. */
  readonly folder: string;
  /** From the highest floor down, then by name. */
  readonly rooms: readonly Room[];
  /**
   * Groups of rooms that import each other, in the folder and in each folder below it, by their paths from the root: there is no order
   * between them. Groups of files alone are among the file cycles.
   */
  readonly roomCycles: readonly (readonly string[])[];
  /** Groups of files that import each other, imports of types included. */
  readonly fileCycles: readonly (readonly string[])[];
}

/**
 * The rooms of a folder with the imports between them.
 *
 * @param folder path from the root, without a slash at its end; empty for the whole project
 * @throws when no source lies below the folder
 */
export function importGraph(imports: FileImports, folder: string): ImportGraph {
  const { inside, importsByRoom, filesByRoom } = roomsOf(imports, folder);
  if (inside.size === 0) {
    throw new Error(`${folder}: no TypeScript source below this folder; name a folder of the project`);
  }
  const floorOf = floors(importsByRoom);
  const rooms = [...importsByRoom].map(
    ([name, targets]): Room => ({
      name,
      files: filesByRoom.get(name) ?? 0,
      floor: floorOf(name),
      imports: [...targets].sort(),
    }),
  );
  return {
    folder,
    rooms: rooms.sort((one, other) => other.floor - one.floor || one.name.localeCompare(other.name)),
    roomCycles: foldersFrom(folder, inside).flatMap((name) => roomCycles(inside, name)),
    fileCycles: cyclesOf(inside),
  };
}

/** The files below a folder, and the imports between the rooms that they are in. */
function roomsOf(imports: FileImports, folder: string) {
  const prefix = prefixOf(folder);
  const inside = new Map([...imports].filter(([file]) => file.startsWith(prefix)));
  const roomOf = (file: string): string => {
    const [first = "", ...rest] = file.slice(prefix.length).split("/");
    return rest.length === 0 ? first : `${first}/`;
  };
  const importsByRoom = new Map<string, Set<string>>();
  const filesByRoom = new Map<string, number>();
  for (const [file, imported] of inside) {
    const room = roomOf(file);
    filesByRoom.set(room, (filesByRoom.get(room) ?? 0) + 1);
    const targets = importsByRoom.get(room) ?? new Set();
    importsByRoom.set(room, targets);
    for (const target of imported.filter((path) => inside.has(path)).map(roomOf)) {
      if (target !== room) {
        targets.add(target);
      }
    }
  }
  return { inside, importsByRoom, filesByRoom };
}

/** What the paths of all files below a folder begin with. */
function prefixOf(folder: string): string {
  return folder === "" ? "" : `${folder}/`;
}

/** A folder and every folder below it that has a source, sorted. */
function foldersFrom(folder: string, inside: FileImports): readonly string[] {
  const prefix = prefixOf(folder);
  const below = [...inside.keys()].flatMap((file) => {
    const names = file.slice(prefix.length).split("/").slice(0, -1);
    return names.map((_, index) => prefix + names.slice(0, index + 1).join("/"));
  });
  return [...new Set([folder, ...below])].sort();
}

/** The cycles of the rooms of one folder, by their paths, without those of files alone. */
function roomCycles(imports: FileImports, folder: string): readonly (readonly string[])[] {
  return cyclesOf(roomsOf(imports, folder).importsByRoom)
    .filter((cycle) => cycle.some((room) => room.endsWith("/")))
    .map((cycle) => cycle.map((room) => prefixOf(folder) + room));
}

/** The height of each room: the longest chain of imports below it. A cycle counts as far as it is first walked. */
function floors(importsByRoom: ReadonlyMap<string, ReadonlySet<string>>): (room: string) => number {
  const known = new Map<string, number>();
  const floorOf = (room: string, above: ReadonlySet<string>): number => {
    const floor = known.get(room);
    if (floor !== undefined) {
      return floor;
    }
    const path = new Set([...above, room]);
    const below = [...(importsByRoom.get(room) ?? [])].filter((target) => !path.has(target));
    const found = 1 + Math.max(0, ...below.map((target) => floorOf(target, path)));
    known.set(room, found);
    return found;
  };
  return (room) => floorOf(room, new Set());
}

/** Groups of nodes that reach each other (Tarjan's strongly connected components), each sorted, of two nodes or more. */
function cyclesOf(graph: ReadonlyMap<string, Iterable<string>>): readonly (readonly string[])[] {
  const indexOf = new Map<string, number>();
  const lowestOf = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];
  const visit = (node: string): number => {
    const index = indexOf.size;
    let lowest = index;
    indexOf.set(node, index);
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!indexOf.has(next)) {
        lowest = Math.min(lowest, visit(next));
      } else if (onStack.has(next)) {
        lowest = Math.min(lowest, indexOf.get(next) ?? lowest);
      }
    }
    lowestOf.set(node, lowest);
    if (lowest === index) {
      const group = stack.splice(stack.indexOf(node));
      for (const member of group) {
        onStack.delete(member);
      }
      if (group.length > 1) {
        cycles.push(group.sort());
      }
    }
    return lowest;
  };
  for (const node of graph.keys()) {
    if (!indexOf.has(node)) {
      visit(node);
    }
  }
  return cycles;
}
