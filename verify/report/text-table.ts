import { stripVTControlCharacters } from "node:util";

/** Rows as aligned columns, two spaces apart; the last column is not padded. Color sequences take no width. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((row) => widthOf(row[index] ?? ""))),
  );
  return rows.map((row) => row.map((cell, index) => padCell(cell, index, row, widths)).join("  ")).join("\n");
}

function padCell(cell: string, index: number, row: readonly string[], widths: readonly number[]): string {
  return index === row.length - 1 ? cell : cell + " ".repeat((widths[index] ?? 0) - widthOf(cell));
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
