import { existsSync } from "node:fs";
import { join } from "node:path";
import { median } from "../measure.mjs";
import { CDK_LIBRARY, HOW_TO_INSTALL } from "../peers/installed.mjs";
import {
  CDK_TERRAIN,
  FASTEST_CDK,
  inProject,
  QUIET_CDK_TERRAIN,
  runApp,
  STOCK_FRAMEWORK,
  synthesized,
  writeBare,
  writeCdk,
} from "./inputs.mjs";

const FEW = 3;
const MANY = 30;

/** More environments of dev's size, in one run. @type {import("../run.mjs").Group} */
export const growth = {
  name: "growth",
  title: "More environments in one synthesis",
  rounds: 5,
  prepare(folder) {
    const reference = join(folder, "reference");
    runApp("copies.cjs", [reference, "1"]);
    const dev = synthesized(reference, "copy0");
    const bare = writeBare(folder, { dev });
    const hasCdk = existsSync(CDK_LIBRARY);
    const cdk = hasCdk ? writeCdk(folder, dev).path : "";
    const out = (name, count) => join(folder, `out-${name}-${count}`);
    const product = (count, name = "product", ...node) => ({
      name: `${name}, ${count}`,
      args: [...node, inProject("benchmarks/apps/copies.cjs"), out(name.replaceAll(" ", "-"), count), String(count)],
    });
    return [
      ...[FEW, 10, MANY, 100].map((count) => product(count)),
      ...[FEW, MANY].map((count) => product(count, "cdktf without the shortcuts", "--require", STOCK_FRAMEWORK)),
      ...[FEW, MANY].map((count) => ({
        ...product(count, "on cdktn", "--require", CDK_TERRAIN),
        environment: QUIET_CDK_TERRAIN,
      })),
      ...[FEW, MANY].map((count) => ({
        name: `aws-cdk-lib with every switch off, ${count}`,
        args: [cdk, out("cdk", count), String(count), JSON.stringify(FASTEST_CDK)],
        ...(hasCdk ? {} : { skipped: HOW_TO_INSTALL }),
      })),
      ...[FEW, MANY].map((count) => ({
        name: `bare node program, ${count}`,
        args: [bare, out("bare", count), ...Array(count).fill("dev")],
      })),
    ];
  },
  derive(usages, variants) {
    const lines = [];
    for (const { index, name, few, count } of steps(variants)) {
      const grown = (figure) => (middle(usages[index], figure) - middle(usages[few], figure)) / (count - FEW);
      lines.push(`- ${name}, ${FEW} to ${count}: ${grown("cpu").toFixed(1)} ms, ${grown("memory").toFixed(2)} MB`);
    }
    return `CPU and memory for each further environment:\n\n${lines.join("\n")}`;
  },
};

/** Each step up from the fewest environments of a program. */
function steps(variants) {
  const sizes = variants.map(({ name }, index) => {
    const [, program, count] = /^(.*), (\d+)$/.exec(name);
    return { index, name: program, count: Number(count) };
  });
  return sizes
    .filter(({ count }) => count > FEW)
    .map((size) => ({ ...size, few: sizes.find(({ name, count }) => name === size.name && count === FEW).index }));
}

function middle(usages, figure) {
  return median(usages.map((usage) => usage[figure]));
}
