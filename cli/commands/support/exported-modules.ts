import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describePricedItem, monthlySum } from "../../../aws/regions/monthly-price";
import { type ModuleFiles, type ModuleTexts, moduleFiles } from "../../../stacks/module/module-files";
import releasedInterfaces from "../../../stacks/module/released-interfaces.json";
import { type PerimeterPostureKind, perimeterPostureKinds } from "../../../verify/posture/posture";
import { parseChoice } from "../../shared/parse-choice";
import { projectFolder, version } from "../../shared/project";
import { countFixedCostItems } from "./fixed-cost";

/** Region of the price in the README. */
const PRICED_REGION = "eu-west-1";

/**
 * The postures that a command line names: one, or all with `--all`.
 *
 * @throws one line when it names none, several or an unknown one
 */
export function chosenPostures(
  command: string,
  positionals: readonly string[],
  isAll: boolean,
): readonly PerimeterPostureKind[] {
  const [posture, ...others] = positionals;
  if (others.length > 0 || (posture === undefined) !== isAll) {
    throw new Error(
      isAll
        ? `${command}: needs one posture or --all, not both, got ${[...positionals, "--all"].join(" ")}; leave one of them out`
        : `${command}: needs one posture or --all, got ${positionals.join(" ") || "none"}; use one of ${perimeterPostureKinds.join(", ")}`,
    );
  }
  return posture === undefined ? perimeterPostureKinds : [parseChoice(command, perimeterPostureKinds, posture)];
}

/**
 * The files of the module of a posture, in the version of package.json.
 *
 * @throws when the version is too low for what changed since the last release
 */
export function exportedModule(posture: PerimeterPostureKind, isProtected: boolean): ModuleFiles {
  return moduleFiles(posture, {
    ...moduleTexts(),
    isProtected,
    ...(isProtected ? { released: releasedInterfaces[posture] } : {}),
  });
}

function moduleTexts(): ModuleTexts {
  return {
    version: version(),
    license: readFileSync(join(projectFolder, "LICENSE"), "utf8"),
    priceOf: (resources) => {
      const { usd, unknown, oldest } = monthlySum(
        countFixedCostItems(resources as Parameters<typeof countFixedCostItems>[0]),
        PRICED_REGION,
      );
      const more = unknown.length === 0 ? "" : ` + unknown: ${unknown.map(describePricedItem).join(", ")}`;
      return `About ${usd.toFixed(0)} USD per month in ${PRICED_REGION}${more}, before any use (prices of ${oldest ?? "the user"}). Traffic, logs, storage and instances come on top.`;
    },
  };
}
