import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describePricedItem, monthlySum } from "../../../aws/regions/monthly-price";
import { drawEnvironments } from "../../../drawing/draw-environments";
import { readEnvironmentDiagram } from "../../../drawing/model/environment-diagram";
import { environments } from "../../../envs";
import { requireEnvironments } from "../../../envs/validation/parse-environments";
import { currentInterface, type ModuleFiles, type ModuleTexts, moduleFiles } from "../../../stacks/module/module-files";
import type { DeletionProtection } from "../../../stacks/module/module-probe";
import { environmentSource, type ModuleSource, postureSource } from "../../../stacks/module/source/module-source";
import type { ModuleInterface } from "../../../stacks/module/versions/module-interface";
import type { PerimeterPostureKind } from "../../../verify/posture/posture";
import { releasedInterfaces } from "../../publication/released-interfaces";
import { projectFolder, version } from "../../shared/project";
import type { ChosenModule } from "./chosen-modules";
import { countFixedCostItems } from "./fixed-cost";

/** Region of the price in the README of a posture. */
const PRICED_REGION = "eu-west-1";

/** A module in the version of package.json. */
export interface ExportedModule {
  readonly files: ModuleFiles;
  /** What callers depend on, to be kept when the version is released. */
  readonly current: ModuleInterface;
}

/**
 * - `release`: with the protections that it has, and an interface that fits the last release.
 * - `new release`: the same, with an interface that replaces the one of the last release.
 * - `unprotected`: without protections against deletion. It is never released, so that its interface is not compared.
 */
export type ExportPurpose = "release" | "new release" | "unprotected";

/**
 * Makes a module.
 *
 * @throws when the version is too low for what changed since the last release, or environments have faults or no module
 */
export function exportedModule(module: ChosenModule, purpose: ExportPurpose): ExportedModule {
  const { source, region } = sourceOf(module, purpose === "unprotected" ? "unprotected" : undefined);
  const released = purpose === "release" ? releasedInterfaces(module.kind)[module.name] : undefined;
  return {
    files: moduleFiles(source, { ...moduleTexts(region), ...(released && { released }) }),
    current: currentInterface(source, version()),
  };
}

/**
 * What a module is made of, and the Region of its price.
 *
 * @param protection default: that of a posture, or of the environment
 */
function sourceOf(
  { name, kind }: ChosenModule,
  protection: DeletionProtection | undefined,
): { readonly source: ModuleSource; readonly region: string } {
  if (kind === "posture") {
    return { source: postureSource(name as PerimeterPostureKind, protection), region: PRICED_REGION };
  }
  const environment = requireEnvironments(environments, new Date()).find((one) => one.name === name);
  if (environment === undefined) {
    throw new Error(`${name}: kind: has no module, got inspection; deploy the environment from this project`);
  }
  return { source: environmentSource(environment, protection), region: environment.region };
}

type DrawnStack = Parameters<typeof readEnvironmentDiagram>[1];

function moduleTexts(region: string): ModuleTexts {
  return {
    version: version(),
    license: readFileSync(join(projectFolder, "LICENSE"), "utf8"),
    drawExample: (name, stack) => drawEnvironments([readEnvironmentDiagram(name, stack as DrawnStack)]),
    priceOf: (resources) => {
      const { usd, unknown, oldest } = monthlySum(
        countFixedCostItems(resources as Parameters<typeof countFixedCostItems>[0]),
        region,
      );
      const more = unknown.length === 0 ? "" : ` + unknown: ${unknown.map(describePricedItem).join(", ")}`;
      return `About ${usd.toFixed(0)} USD per month in ${region}${more}, before any use (prices of ${oldest ?? "the user"}). Traffic, logs, storage, instances and optional endpoints come on top.`;
    },
  };
}
