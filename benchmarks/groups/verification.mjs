import { join } from "node:path";
import { repeated, withSecurityGroups } from "../generate/many-resources.mjs";
import { inProject, runApp, synthesized, writeAlone } from "./inputs.mjs";

/** Every claim decided, from a cold start: files read, claims judged, report written. @type {import("../run.mjs").Group} */
export const verification = {
  name: "verification",
  title: "`verify` by size",
  rounds: 5,
  prepare(folder) {
    const shipped = join(folder, "shipped");
    runApp("shipped.cjs", [shipped, "dev", "staging", "prod"]);
    const hundred = join(folder, "hundred");
    runApp("copies.cjs", [hundred, "100"]);
    const verify = (name, args, outdir = shipped) => ({
      name,
      args: [inProject("dist/cli/main.js"), "verify", ...args, "--output", join(folder, "report")],
      environment: { CDKTF_OUTDIR: outdir },
      exitCodes: [0, 1],
    });
    const moreGroups = writeAlone(folder, "more-groups", withSecurityGroups(synthesized(shipped, "prod"), 2500));
    return [
      verify("prod", ["prod"]),
      verify("all three environments", []),
      verify("100 environments of dev's size", [], hundred),
      ...[1, 2, 3, 6].map((zones) => {
        const stacks = join(folder, `zones-${zones}`);
        runApp("zones.cjs", [stacks, String(zones)]);
        return verify(`prod over ${zones} ${zones === 1 ? "zone" : "zones"}`, ["prod"], stacks);
      }),
      ...[200, 600, 1200].map((profiles) => {
        const stacks = join(folder, `profiles-${profiles}`);
        runApp("profiles.cjs", [stacks, String(profiles)]);
        const count = countResources(synthesized(stacks, "prod"));
        return verify(`prod with ${profiles} user profiles, ${count} resources in one file`, ["prod"], stacks);
      }),
      ...[2, 5].map((times) => {
        const stack = repeated(synthesized(shipped, "prod"), times);
        const file = writeAlone(folder, `perimeters-${times}`, stack);
        return verify(`${times} perimeters, ${countResources(stack)} resources in one file`, ["--file", file]);
      }),
      verify("prod with 2500 more security groups", ["--file", moreGroups]),
    ];
  },
};

function countResources({ resource }) {
  return Object.values(resource).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}
