import { withoutDeclaredParts } from "../declared-parts";
import { openMapValue, type TerraformValue } from "../expressions/terraform-value";
import { type EvaluationScope, emptyEvaluationScope } from "../expressions/traversal";
import {
  blocksOf,
  isLiteralText,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
} from "../terraform-configuration";
import type { VariableValues } from "./folder/variable-values";
import type { JoinedRoot } from "./join/joined-root";
import { stateLocationOf } from "./join/state-location";
import { expandModule } from "./modules/expand-module";
import { namedValue, normalizeObject } from "./modules/normalize-value";
import { unreadAssumedRoleAccounts } from "./plan/unread-parts";
import type { PlannedSource } from "./plan-source/planned-source";
import type { RootModuleFiles } from "./root-module-files";
import { credentialsOf, providersOfRoot } from "./understood/provider-aliases";

/** What belongs to a root module in addition to the JSON of its files. */
export interface ModuleSurroundings extends RootModuleFiles {
  /** Whether the JSON is a root module, whatever its keys are. @default - its keys tell */
  readonly isModule?: boolean;
  /** For a plan: the root module that was planned, which holds the expressions. @default - only what the plan says of them */
  readonly plannedSource?: PlannedSource;
  /** Other root modules, which are judged with it. States belong to a plan or a state, which have the IDs of what exists. @default - none */
  readonly joined?: readonly JoinedRoot[];
  /** For a state: Terraform JSON of the root module that was applied, which says how it looks others up. @default - not known */
  readonly applied?: JsonObject;
}

/**
 * Reads Terraform's JSON syntax, which `cdktf synth` writes, and the modules that it calls where they can be loaded.
 *
 * @param prefix of every address: that of a root module that is joined with another one
 */
export function readSynthesized(
  json: JsonObject,
  source: string,
  {
    load = () => undefined,
    files,
    variables = new Map(),
    unset = [],
    unread: besides = [],
    joined = [],
  }: ModuleSurroundings = {},
  prefix = "",
): TerraformConfiguration {
  const providers = providersOf(json, variables);
  const provider = providers.find(({ alias }) => alias === undefined) ?? {};
  const defaultTags = defaultTagsOf(json);
  const {
    resources,
    outputs,
    innerOutputs,
    unread: inside,
  } = expandModule(json, {
    prefix,
    variables,
    load,
    isRoot: true,
    providers: providersOfRoot(providers),
    ...(files && { folder: ".", files }),
  });
  const unread = withoutDeclaredParts([...besides, ...inside, ...unreadAssumedRoleAccounts(provider)], outputs);
  const isJoined = joined.length > 0 || prefix !== "";
  const location = isJoined ? stateLocationOf(json, source) : undefined;
  return {
    source,
    form: "synthesized",
    ...(location === undefined ? {} : { stateLocation: location }),
    resources,
    outputs: { ...innerOutputs, ...outputs },
    ...(isLiteralText(provider.region) ? { region: provider.region } : {}),
    credentials: credentialsOf(provider),
    ...(defaultTags.length === 0 ? {} : { defaultTags }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
    ...(unset.length === 0 ? {} : { unsetVariables: unset }),
  };
}

/** Arguments of the configurations of the AWS provider. The Region and the credentials are often those of variables or local values. */
function providersOf(json: JsonObject, variables: VariableValues): readonly JsonObject[] {
  const scopeWith = (locals: readonly (readonly [string, TerraformValue])[]): EvaluationScope => ({
    ...emptyEvaluationScope,
    bindings: new Map([
      ["var", openMapValue(variables)],
      ["local", openMapValue(locals)],
    ]),
  });
  const locals = blocksOf(json.locals).flatMap((block) => Object.entries(block));
  const scope = scopeWith(locals.map(([name, value]) => [name, namedValue(value, scopeWith([]))]));
  return blocksOf(json.provider)
    .flatMap((block) => blocksOf(block.aws))
    .map((body) => normalizeObject(body, scope));
}

/** Default tags of the configurations of the AWS provider, as they are written. */
export function defaultTagsOf(json: JsonObject): readonly Json[] {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  return providers.flatMap(({ default_tags: blocks }) => blocksOf(blocks)).flatMap(({ tags }) => tags ?? []);
}
