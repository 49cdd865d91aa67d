import { posturesOutputName } from "../posture/declare-posture";
import { withoutDeclaredParts } from "../terraform/declared-parts";
import type { Json, Resource, TerraformConfiguration, UnreadPart } from "../terraform/terraform-configuration";
import { mayOverlap } from "./address-overlap";
import { type DeclaredPerimeter, declaredPerimeters, outputsOfPerimeter } from "./declared-perimeters";
import { openEndPart, openEndsOf } from "./open-ends";
import { isReadNetwork, type PerimeterConnection, perimeterConnections } from "./perimeter-connections";
import { isInModule } from "./perimeter-mentions";

/** A perimeter of a root module, and what its claims are decided over. */
export interface Perimeter {
  /** Address of the module that declares it. @default - the root module is one perimeter */
  readonly module?: string;
  readonly configuration: TerraformConfiguration;
}

/** A perimeter of a root module with several. */
export type PerimeterOfModule = Perimeter & { readonly module: string };

/**
 * The perimeters of a root module: one for each called module that declares a posture, where there are several, or else the whole.
 *
 * A perimeter is judged as if it were in a root module of its own, together with everything outside of the other perimeters. What connects
 * perimeters may open each of them, and the posture of one says nothing about another, so it leaves the claims that it can affect undecided.
 *
 * @throws when the output `perimeter_postures` is malformed, or names a module that is not called
 */
export function perimetersOf(configuration: TerraformConfiguration): readonly Perimeter[] {
  const declared = declaredPerimeters(configuration);
  requireCalls(configuration, declared);
  return declared.length === 0 ? [{ configuration }] : dividePerimeters(configuration, declared);
}

/** Without its module, a posture would be judged over what is outside of every perimeter, and nothing would break its claims. */
function requireCalls(
  { source, resources, outputs, unreadParts = [] }: TerraformConfiguration,
  declared: readonly DeclaredPerimeter[],
): void {
  if (!(posturesOutputName in outputs)) {
    return;
  }
  const isCalled = (module: string): boolean =>
    resources.some(({ address, mode }) => mode === "managed" && isInModule(address, module)) ||
    // What was not read of a file may be the call.
    unreadParts.some(({ address, type }) => type === undefined || mayOverlap(address, module));
  const missing = declared.map(({ module }) => module).filter((module) => !isCalled(module));
  if (missing.length > 0) {
    throw new Error(
      `${source}: output ${posturesOutputName}: no resource is in the module, got ${missing.join(", ")}; name the modules that are called`,
    );
  }
}

/** The perimeters of the given modules, as {@link perimetersOf} divides a root module. */
export function dividePerimeters(
  configuration: TerraformConfiguration,
  declared: readonly DeclaredPerimeter[],
): readonly PerimeterOfModule[] {
  const modules = declared.map(({ module }) => module);
  const whole = configuration.together ?? configuration;
  const connections = perimeterConnections(whole, modules);
  const openEnds = openEndsOf(whole, modules);
  return declared.map(({ module, declared: posture }) => {
    const others = modules.filter((other) => other !== module);
    const isOfOthers = (resource: Resource): boolean => {
      const acted = connections.actsOn(resource);
      const isInOther = others.some((other) => isInModule(resource.address, other));
      return (isInOther && !connections.isShared(resource)) || (acted.length > 0 && !acted.includes(module));
    };
    const parts = [
      ...connections.of(module).map((connection) => connectionPart(module, connection)),
      ...openEnds.filter((end) => end.module !== module).map((end) => openEndPart(module, end)),
    ];
    return { module, configuration: configurationOfPerimeter(configuration, { posture, parts, isOfOthers }) };
  });
}

function connectionPart(module: string, { address, type, others }: PerimeterConnection): UnreadPart {
  const text = `${address} connects ${module} with ${others.join(", ")}, and each is judged by its own posture; give each a root module of its own, or move what connects them to another root module`;
  return { address, type, text, ...(isReadNetwork(type) && { isRead: true }) };
}

/** What is particular about one perimeter. */
interface PerimeterParts {
  readonly posture: Json | undefined;
  /** What connects it with others. */
  readonly parts: readonly UnreadPart[];
  readonly isOfOthers: (resource: Resource) => boolean;
}

/** The configuration as that of one perimeter: with its posture alone, and without what belongs to others. */
function configurationOfPerimeter(
  configuration: TerraformConfiguration,
  perimeter: PerimeterParts,
): TerraformConfiguration {
  const { resources, lookups, guesses, outputs, unreadParts = [], together, ...rest } = configuration;
  const { posture, parts, isOfOthers } = perimeter;
  const own = outputsOfPerimeter(outputs, posture);
  const kept = resources.filter((resource) => !isOfOthers(resource));
  const addresses = new Set(kept.map(({ address }) => address));
  // What was not read may act on any perimeter, wherever it is.
  const unread = [...withoutDeclaredParts(unreadParts, own), ...parts];
  return {
    ...rest,
    resources: kept,
    outputs: own,
    ...(lookups && { lookups: lookups.filter((lookup) => !isOfOthers(lookup)) }),
    ...(guesses && { guesses: guesses.filter(({ address }) => addresses.has(address)) }),
    ...(unread.length > 0 && { unreadParts: unread }),
    ...(together && { together: configurationOfPerimeter(together, perimeter) }),
  };
}
