import { withoutDeclaredParts } from "../declared-parts";
import type { FileAccess } from "../expressions/traversal";
import {
  blocksOf,
  isLiteralText,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
  type UnreadPart,
} from "../terraform-configuration";
import type { VariableValues } from "./folder/variable-values";
import type { JoinedState } from "./join/joined-states";
import { expandModule } from "./modules/expand-module";
import type { LoadedModule, ModuleLoader } from "./modules/expanded-module";
import { unreadAssumedRoleAccounts } from "./plan/unread-parts";
import { aliasesOfSameAccount } from "./understood/provider-aliases";

/** What belongs to a root module in addition to the JSON of its files. */
export interface ModuleSurroundings {
  /** Whether the JSON is a root module, whatever its keys are. @default - its keys tell */
  readonly isModule?: boolean;
  /** Loads the modules that it calls. @default - they count as not read */
  readonly load?: ModuleLoader;
  /** The files that its expressions may read. @default - none */
  readonly files?: FileAccess;
  /** Values of its variables. @default - none is known */
  readonly variables?: VariableValues;
  /** What of its files was not read. @default - nothing */
  readonly unread?: readonly UnreadPart[];
  /** For a plan: the root module that was planned, which holds the expressions. @default - only what the plan says of them */
  readonly plannedSource?: PlannedSource;
  /** For a plan or a state: the states of other root modules, which are judged with it. @default - none */
  readonly joined?: readonly JoinedState[];
}

/** The root module that was planned. */
export interface PlannedSource extends LoadedModule {
  /** Its folder, for messages. */
  readonly name: string;
  /** The files that its expressions may read. @default - none */
  readonly files?: FileAccess;
}

/** Reads Terraform's JSON syntax, which `cdktf synth` writes, and the modules that it calls where they can be loaded. */
export function readSynthesized(
  json: JsonObject,
  source: string,
  { load = () => undefined, files, variables = new Map(), unread: besides = [] }: ModuleSurroundings = {},
): TerraformConfiguration {
  const provider = defaultProviderArguments(json);
  const defaultTags = defaultTagsOf(json);
  const {
    resources,
    outputs,
    innerOutputs,
    unread: inside,
  } = expandModule(json, {
    prefix: "",
    variables,
    load,
    aliases: aliasesOfSameAccount(blocksOf(json.provider).flatMap((block) => blocksOf(block.aws))),
    ...(files && { folder: ".", files }),
  });
  const unread = withoutDeclaredParts([...besides, ...inside, ...unreadAssumedRoleAccounts(provider)], outputs);
  return {
    source,
    form: "synthesized",
    resources,
    outputs: { ...innerOutputs, ...outputs },
    ...(isLiteralText(provider.region) ? { region: provider.region } : {}),
    ...(defaultTags.length === 0 ? {} : { defaultTags }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
  };
}

function defaultProviderArguments(json: JsonObject): JsonObject {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  return providers.find(({ alias }) => alias === undefined) ?? {};
}

function defaultTagsOf(json: JsonObject): readonly Json[] {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  return providers.flatMap(({ default_tags: blocks }) => blocksOf(blocks)).flatMap(({ tags }) => tags ?? []);
}
