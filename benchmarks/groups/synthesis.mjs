import { deepStrictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
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

const ENVIRONMENTS = ["dev", "staging", "prod"];

/** From compiled code to Terraform JSON, process start included. @type {import("../run.mjs").Group} */
export const synthesis = {
  name: "synthesis",
  title: "Synthesis",
  rounds: 9,
  prepare(folder) {
    const reference = join(folder, "reference");
    runApp("shipped.cjs", [reference, ...ENVIRONMENTS]);
    const stacks = Object.fromEntries(ENVIRONMENTS.map((name) => [name, synthesized(reference, name)]));
    const bare = writeBare(folder, stacks);
    checkBare(bare, join(folder, "checked"), stacks);
    const out = (name) => join(folder, `out-${name}`);
    const prod = (name) => [inProject("benchmarks/apps/shipped.cjs"), out(name), "prod"];
    const environment = { CDKTF_OUTDIR: out("all") };
    return [
      { name: "product, all three environments", args: [inProject("dist/main.js")], environment },
      { name: "product, prod alone", args: prod("prod") },
      { name: "bare node program, equal JSON of all three", args: [bare, out("bare"), ...ENVIRONMENTS] },
      { name: "node that does nothing", args: ["--eval", "0"] },
      ...cdkVariants(folder, stacks.prod, out),
      {
        name: "product on cdktn 0.24, all three",
        args: ["--require", CDK_TERRAIN, inProject("dist/main.js")],
        environment: { ...environment, ...QUIET_CDK_TERRAIN },
      },
      {
        name: "product on cdktn 0.24, prod alone",
        args: ["--require", CDK_TERRAIN, ...prod("cdktn")],
        environment: QUIET_CDK_TERRAIN,
      },
      {
        name: "prod alone on cdktn without the shortcuts",
        args: ["--require", CDK_TERRAIN, "--require", STOCK_FRAMEWORK, ...prod("cdktn-stock")],
      },
      { name: "prod alone on cdktf without the shortcuts", args: ["--require", STOCK_FRAMEWORK, ...prod("stock")] },
    ];
  },
};

function cdkVariants(folder, prod, out) {
  if (!existsSync(CDK_LIBRARY)) {
    return [{ name: "aws-cdk-lib, prod", skipped: HOW_TO_INSTALL }];
  }
  const { path, covered, total } = writeCdk(folder, prod);
  const shares = `${covered} of ${total} resources`;
  const variant = (name, props) => ({
    name: `aws-cdk-lib, prod (${shares}), ${name}`,
    args: [path, out(name), "1", JSON.stringify(props)],
  });
  return [
    variant("every switch off", FASTEST_CDK),
    variant("validation off", { builtinCloudFormationValidation: false }),
    variant("as it comes", {}),
  ];
}

/** @throws when the bare program does not write what the product writes */
function checkBare(program, folder, stacks) {
  execFileSync(process.execPath, [program, folder, ...ENVIRONMENTS]);
  for (const [index, name] of ENVIRONMENTS.entries()) {
    deepStrictEqual(synthesized(folder, `${index}-${name}`), stacks[name]);
  }
}
