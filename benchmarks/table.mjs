import { median } from "./measure.mjs";

/**
 * @param {readonly string[]} headings
 * @param {readonly (readonly string[])[]} rows
 */
export function markdownTable(headings, rows) {
  const rule = headings.map((_, column) => (column === 0 ? "---" : "---:"));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/**
 * Medians, with the least in brackets, and how many times the reference's CPU time.
 *
 * @param {readonly import("./measure.mjs").Variant[]} variants the first is the reference
 * @param {readonly (readonly import("./measure.mjs").Usage[])[]} usages
 */
export function usageTable(variants, usages) {
  const [reference] = usages;
  const rows = variants.map(({ name }, index) => {
    const of = (figure) => usages[index].map((usage) => usage[figure]);
    const ratio = median(of("cpu")) / median(reference.map(({ cpu }) => cpu));
    return [name, spread(of("cpu")), ratio.toFixed(2), spread(of("wall")), median(of("memory")).toFixed(0)];
  });
  return markdownTable(["", "CPU ms, median (min)", "CPU ratio", "wall ms, median (min)", "peak memory MB"], rows);
}

/** @param {readonly number[]} values */
function spread(values) {
  return `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)})`;
}
