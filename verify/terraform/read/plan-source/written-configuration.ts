import { valueFromJson } from "../../expressions/terraform-value";
import { type Json, type JsonObject, memberOf, objectOf, type UnreadPart } from "../../terraform-configuration";
import { expandModule } from "../modules/expand-module";
import type { ExpandedModule, LoadedModule, ModuleContext } from "../modules/expanded-module";
import { moduleOfPlanConfiguration, providersOfRootInPlan } from "../plan/plan-configuration";
import { sensitiveStrings } from "../plan/sensitive-values";
import type { PlannedSource } from "./planned-source";

/**
 * The configuration that was planned, with its expressions.
 *
 * @param examples names of what holds examples in the plan
 * @param suffixes instances that the plan has. @default - those that the configuration tells
 */
export function expandPlanned(
  { json: module, load, files }: LoadedModule & Partial<Pick<PlannedSource, "files">>,
  json: JsonObject,
  examples: readonly string[],
  suffixes?: ModuleContext["suffixes"],
): ExpandedModule {
  return expandModule(module, {
    isRoot: true,
    providers: providersOfRootInPlan(json.configuration),
    prefix: "",
    variables: new Map(
      Object.entries(variableValues(json, examples, "plain")).map(([name, value]) => [name, valueFromJson(value)]),
    ),
    load,
    ...(files && { folder: ".", files }),
    ...(suffixes && { suffixes }),
  });
}

/** Values of the sensitive variables of the root module, or of the other ones. An example is no value. */
function variableValues(json: JsonObject, examples: readonly string[], wanted: "plain" | "sensitive"): JsonObject {
  const declared = moduleOfPlanConfiguration(json.configuration).json.variable;
  return Object.fromEntries(
    Object.entries(objectOf(json.variables)).flatMap(([name, variable]): [string, Json][] => {
      const kind = memberOf(memberOf(declared, name), "sensitive") === true ? "sensitive" : "plain";
      const value = memberOf(variable, "value");
      const isKnown = value !== undefined && !examples.includes(`var.${name}`);
      return kind === wanted && isKnown ? [[name, value]] : [];
    }),
  );
}

/**
 * Texts in the values of sensitive variables of the root module.
 *
 * @param examples names of what holds examples in the plan
 */
export function secretVariables(json: JsonObject, examples: readonly string[]): readonly string[] {
  return Object.values(variableValues(json, examples, "sensitive")).flatMap((value) => sensitiveStrings(value, true));
}

/** What is not read and that the changes of a plan do not show. */
export function unreadBesidesChanges({ unread }: ExpandedModule): readonly UnreadPart[] {
  return unread.filter(({ isInChanges }) => isInChanges !== true);
}
