import { readFileSync } from "node:fs";
import { join } from "node:path";
import { monthlySum } from "../../aws/regions/monthly-price";
import { type ModuleTexts, moduleFiles } from "../../stacks/module/module-files";
import releasedInterfaces from "../../stacks/module/released-interfaces.json";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { parseChoice } from "../shared/parse-choice";
import { projectFolder, version } from "../shared/project";
import { replaceFileInNewFolder } from "../shared/replace-file";
import { exportModuleSyntax, modulePostures } from "../syntax/export-module-syntax";
import { countFixedCostItems } from "./support/fixed-cost";

export const exportModule: Command = { run };

/** Region of the price in the README. */
const PRICED_REGION = "eu-west-1";

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseCommandArguments(exportModuleSyntax, args);
  const [posture, ...others] = positionals;
  if (others.length > 0 || (posture === undefined) !== values.all) {
    throw new Error(
      `export-module: needs one posture or --all, got ${[...positionals, ...(values.all ? ["--all"] : [])].join(" ") || "none"}; use one of ${modulePostures.join(", ")}`,
    );
  }
  const postures = posture === undefined ? modulePostures : [parseChoice("export-module", modulePostures, posture)];
  for (const each of postures) {
    const folder = values.all ? join(values.out, each) : values.out;
    const files = moduleFiles(each, {
      ...moduleTexts(),
      isProtected: !values.unprotected,
      ...(values.unprotected ? {} : { released: releasedInterfaces[each] }),
    });
    for (const [path, text] of files) {
      replaceFileInNewFolder(join(folder, path), text);
    }
    terminal.out(`${folder}: module of the posture ${each}, ${files.size} files\n`);
  }
  return 0;
}

function moduleTexts(): ModuleTexts {
  return {
    version: version(),
    license: readFileSync(join(projectFolder, "LICENSE"), "utf8"),
    priceOf: (resources) => {
      const { usd, oldest } = monthlySum(
        countFixedCostItems(resources as Parameters<typeof countFixedCostItems>[0]),
        PRICED_REGION,
      );
      return `About ${usd.toFixed(0)} USD per month in ${PRICED_REGION} before any use (prices of ${oldest ?? "the user"}). Traffic, logs, storage and instances come on top.`;
    },
  };
}
