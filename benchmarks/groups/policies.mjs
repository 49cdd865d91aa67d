import { join } from "node:path";
import { withBuckets, withManagedPolicies, withRoles } from "../generate/many-resources.mjs";
import { inProject, runApp, synthesized, writeAlone } from "./inputs.mjs";

/** Prod with far more policies than it has: what a large account asks of the models of IAM. @type {import("../run.mjs").Group} */
export const policies = {
  name: "policies",
  title: "`verify` by policies",
  rounds: 3,
  prepare(folder) {
    const shipped = join(folder, "shipped");
    runApp("shipped.cjs", [shipped, "prod"]);
    const prod = synthesized(shipped, "prod");
    const { data: _, ...withoutData } = prod;
    const full = "AmazonSageMakerFullAccess";
    const stacks = [
      ["prod", prod],
      [`its execution role with ${full}`, withManagedPolicies(prod, [full])],
      [
        `and with AmazonSageMakerCanvasFullAccess and AmazonS3FullAccess`,
        withManagedPolicies(prod, [full, "AmazonSageMakerCanvasFullAccess", "AmazonS3FullAccess"]),
      ],
      ["prod without its data sources, so that no account and Region is known", withoutData],
      ["prod with 400 more roles", withRoles(prod, 400)],
      ["prod with 1600 more roles", withRoles(prod, 1600)],
      ["prod with 1600 more buckets", withBuckets(prod, 1600)],
    ];
    return stacks.map(([name, stack], index) => {
      const file = writeAlone(folder, `stack-${index}`, stack);
      const args = ["--file", file, "--posture", "inspected-multi-az", "--output", join(folder, "report")];
      return { name, args: [inProject("dist/cli/main.js"), "verify", ...args], exitCodes: [0, 1] };
    });
  },
};
