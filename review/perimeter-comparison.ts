import { type DeclaredPerimeter, declaredPerimeters } from "../verify/perimeters/declared-perimeters";
import { isInModule } from "../verify/perimeters/perimeter-mentions";
import { dividePerimeters } from "../verify/perimeters/perimeters-of";
import type { TerraformConfiguration } from "../verify/terraform/terraform-configuration";
import type { BeforeAndAfter } from "./before-and-after";
import type { PlanFacts } from "./model/plan-facts";

/**
 * The modules of a root module with several perimeters, on either side of a change; none where the root module is one perimeter. A side
 * that does not say which posture a module has, such as the state before a plan, still has the module.
 */
export function reviewedPerimeters({ before, after }: BeforeAndAfter): readonly string[] {
  const declared = [after, before].flatMap((side) => (side === undefined ? [] : declaredPerimeters(side)));
  return [...new Set(declared.map(({ module }) => module))];
}

/** The change of one perimeter: of its resources, and of those outside of every perimeter. */
export function comparisonOfPerimeter(comparison: BeforeAndAfter, module: string): BeforeAndAfter {
  const modules = reviewedPerimeters(comparison);
  const { before, after, changes, drifted, ignored, facts, sides, ...rest } = comparison;
  const [sideBefore, sideAfter] = [before, after].map((side) => side && perimeterIn(side, module, modules));
  const kept = addressesIn([sideBefore, sideAfter]);
  const ofOthers = new Set([...addressesIn([before, after])].filter((address) => !kept.has(address)));
  const isOfOthers = (address: string): boolean =>
    ofOthers.has(address) || modules.some((other) => other !== module && isInModule(address, other));
  return {
    ...rest,
    ...(sideBefore && { before: sideBefore }),
    ...(sideAfter && { after: sideAfter }),
    changes: changes.filter(({ address }) => !isOfOthers(address)),
    drifted: drifted.filter((address) => !isOfOthers(address)),
    ...(ignored && { ignored: ignored.filter(({ address }) => !isOfOthers(address)) }),
    // Each fact is a sentence that starts with an address.
    ...(facts && {
      facts: mapFacts(facts, (sentences) =>
        sentences.filter((sentence) => !isOfOthers(sentence.split(" ", 1)[0] ?? "")),
      ),
    }),
    ...(sides && { sides: sides.filter(({ address }) => !isOfOthers(address)) }),
  };
}

function addressesIn(sides: readonly (TerraformConfiguration | undefined)[]): ReadonlySet<string> {
  return new Set(sides.flatMap((side) => side?.resources ?? []).map(({ address }) => address));
}

/** One side of the change; nothing where the perimeter does not exist. */
function perimeterIn(
  side: TerraformConfiguration,
  module: string,
  modules: readonly string[],
): TerraformConfiguration | undefined {
  const known = new Map(declaredPerimeters(side).map((one) => [one.module, one]));
  const all = modules.map((one): DeclaredPerimeter => known.get(one) ?? { module: one });
  return side.resources.some(({ address, mode }) => mode === "managed" && isInModule(address, module))
    ? dividePerimeters(side, all).find((one) => one.module === module)?.configuration
    : undefined;
}

function mapFacts(facts: PlanFacts, map: (sentences: readonly string[]) => readonly string[]): PlanFacts {
  const entries = Object.entries(facts).map(([name, sentences]) => [name, map(sentences)]);
  return Object.fromEntries(entries) as PlanFacts;
}
