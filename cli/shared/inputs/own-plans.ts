import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TerraformCli } from "../../../rehearsal/run/terraform-cli";
import type { GivenVariables } from "../../../verify/terraform/read/folder/given-variables";
import { isLocalSource } from "../../../verify/terraform/read/folder/installed-modules";
import { declaredVariables } from "../../../verify/terraform/read/folder/variable-values";
import type { JoinedRoot } from "../../../verify/terraform/read/join/joined-root";
import { calledModules } from "../../../verify/terraform/read/modules/called-modules";
import type { LoadedModule } from "../../../verify/terraform/read/modules/expanded-module";
import { providersOfPlan } from "../../../verify/terraform/read/plan/plan-configuration";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../verify/terraform/terraform-configuration";
import type { Terminal } from "../command";
import { isFolder } from "../files/is-folder";
import { cleanedUpBeforeEnd } from "../interruption";
import { exampleOfVariable } from "./example-variables";
import { expressionTexts } from "./expression-texts";
import { readTerraform } from "./read-terraform";
import { STACK_FILE } from "./synthesized-stacks";
import { usedArguments } from "./used-arguments";

/** Plans that this program made of folders, by the path of the folder. */
export type OwnPlans = ReadonlyMap<string, JsonObject>;

const noOwnPlans: OwnPlans = new Map();

/** What a policy file says of the account that the plan of a folder needs. */
export interface DeclaredAccount {
  /** Region of providers that leave it to the environment. @default - not known */
  readonly region?: string;
  /** Zones that the account has, by their names, in each Region whose zones are looked up. @default - not known */
  readonly zones?: readonly string[];
}

/** What decides, besides the folder, whether and how a folder is planned. */
export interface OwnPlanOptions {
  /** Values of variables of the folders. */
  readonly variables: GivenVariables;
  /** Root modules that are read together with the folders. What is joined is read as it is. @default - none */
  readonly joined?: readonly JoinedRoot[];
  /** What the policy file of a folder says of its account, by the path of the folder. @default - nothing */
  readonly accountOf?: (folder: string) => DeclaredAccount;
  /** Whether the user wants no plan. */
  readonly isOff: boolean;
}

/**
 * Plans folders of root modules without an account: with the Terraform of the user, and the stand-in provider. A line on standard error says
 * for each folder what was done; one that cannot be planned is read as it is.
 *
 * @param paths what a command reads; files and synthesized stacks need no plan
 */
export async function planOwn(
  paths: readonly string[],
  { variables, joined = [], accountOf = () => ({}), isOff }: OwnPlanOptions,
  terminal: Terminal,
): Promise<OwnPlans> {
  if (isOff || joined.length > 0) {
    return noOwnPlans;
  }
  const folders = [...new Set(paths)].filter((path) => isFolder(path) && !existsSync(join(path, STACK_FILE)));
  const plans = await cleanedUpBeforeEnd((signal) =>
    Promise.all(
      folders.map(async (folder): Promise<readonly [string, JsonObject][]> => {
        const started = performance.now();
        const made = await planOne(folder, { variables, ...accountOf(folder) }, terminal, signal);
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        if (!signal.aborted) {
          terminal.err(`${folder}: ${lineOf(made, seconds)}\n`);
        }
        return made.kind === "planned" ? [[folder, made.plan]] : [];
      }),
    ),
  );
  return new Map(plans.flat());
}

/** As {@link planOwn}, for folders that are compared: what only one of them shows would look like a change, so each has a plan or none. */
export async function planAll(
  paths: readonly string[],
  options: OwnPlanOptions,
  terminal: Terminal,
): Promise<OwnPlans> {
  const plans = paths.every(isFolder) ? await planOwn(paths, options, terminal) : noOwnPlans;
  if (paths.every((path) => plans.has(path))) {
    return plans;
  }
  for (const path of plans.keys()) {
    terminal.err(`${path}: read without its plan, because the folder that it is compared with has none\n`);
  }
  return noOwnPlans;
}

type OwnPlan =
  | {
      readonly kind: "planned";
      readonly plan: JsonObject;
      readonly terraform: TerraformCli;
      /** Sources of the other providers of which a stand-in was used. */
      readonly played: readonly string[];
      readonly isRegionKnown: boolean;
    }
  | { readonly kind: "refused"; readonly reason: string };

function lineOf(made: OwnPlan, seconds: string): string {
  if (made.kind === "refused") {
    return `read without a plan: ${made.reason}`;
  }
  const { product, version } = made.terraform;
  const open = made.plan.rehearsal_examples;
  const names = Array.isArray(open) ? open.map(String).map((name) => (isTypeName(name) ? `data.${name}` : name)) : [];
  const left = names.length === 0 ? "" : `; not known without one: ${names.join(", ")}`;
  const standIns = made.played.length === 0 ? "a stand-in for AWS" : `stand-ins for AWS, ${made.played.join(", ")}`;
  return `planned with ${product} ${version} and ${standIns} in ${seconds} s, without an account${left}${made.isRegionKnown ? "" : noRegion}`;
}

const noRegion =
  "; the provider leaves its Region to the environment, which is not read: write region: REGION into studio-perimeter.yaml";

/** Whether the default provider of AWS names its Region, or no resource needs that provider. */
function namesRegion(plan: JsonObject): boolean {
  const provider = providersOfPlan(plan.configuration).find(({ key }) => key === "aws");
  return provider === undefined || provider.arguments.region !== undefined;
}

/** The other names are those of surroundings, such as `path.cwd` and `pathexpand`. */
function isTypeName(name: string): boolean {
  return /^[a-z0-9]+_\w+$/.test(name);
}

async function planOne(
  folder: string,
  { variables, region, zones }: DeclaredAccount & { readonly variables: GivenVariables },
  { environment }: Terminal,
  interruption: AbortSignal,
): Promise<OwnPlan> {
  const { json, surroundings } = readTerraform(folder, { variables });
  const root = { json: json as JsonObject, load: surroundings.load ?? (() => undefined) };
  const { unset = [] } = surroundings;
  const examples = exampleValues(root.json, unset);
  const missing = [...(examples === undefined ? [missingValues(unset)] : []), ...missingModules(root)];
  if (missing.length > 0) {
    return { kind: "refused", reason: missing.join("; ") };
  }
  // What plays Terraform is loaded when a folder is planned: no other command waits for it.
  const { findTerraform } =
    require("../../../rehearsal/run/terraform-cli") as typeof import("../../../rehearsal/run/terraform-cli");
  const { planFolder } =
    require("../../../rehearsal/plan/plan-folder") as typeof import("../../../rehearsal/plan/plan-folder");
  const { packageRoot } =
    require("../../../rehearsal/schema/package-source") as typeof import("../../../rehearsal/schema/package-source");
  const { folderInputs } = require("./folder-inputs") as typeof import("./folder-inputs");
  try {
    const terraform = await findTerraform(environment);
    const [input] = folderInputs([folder], variables.options);
    const provider = providerPackage(packageRoot);
    if (input === undefined || provider === undefined) {
      const reason = "the package @cdktf/provider-aws is not installed, of which the stand-in takes its schema";
      return { kind: "refused", reason };
    }
    const expressions = (surroundings.unread ?? []).length > 0 ? undefined : expressionTexts(root);
    const texts = input.needs.files.map(({ text }) => text);
    const parsed = {
      ...input,
      region,
      zones,
      used: usedArguments(root, texts),
      examples: examples ?? {},
      ...(expressions && { expressions }),
    };
    const made = await planFolder(parsed, { terraform, packageRoot: provider, variables: environment, interruption });
    if (made.kind === "refused") {
      return unset.length === 0 ? made : { ...made, reason: `${missingValues(unset)}; with examples, ${made.reason}` };
    }
    const plan = made.plan as JsonObject;
    requireReadable(folder, plan);
    const { otherProviders, unusedProviders } = input.needs;
    const played = otherProviders.filter((source) => !unusedProviders.includes(source));
    return { kind: "planned", plan, terraform, played, isRegionKnown: region !== undefined || namesRegion(plan) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "refused", reason: reason.replace(/^rehearse: /, "") };
  }
}

/** @throws when the plan does not fit the folder as this program reads it: then the files are judged as they are */
function requireReadable(folder: string, plan: JsonObject): void {
  const { json, surroundings } = readTerraform(folder, { plans: new Map([[folder, plan]]) });
  readConfiguration(json, folder, surroundings);
}

function providerPackage(packageRoot: (from: string) => string): string | undefined {
  try {
    return packageRoot(__dirname);
  } catch {
    return undefined;
  }
}

function missingValues(names: readonly string[]): string {
  return `no value for ${names.map((name) => `var.${name}`).join(", ")}; pass --var-file FILE or --var NAME=VALUE`;
}

/** Examples for the variables without a value. @returns `undefined` where a type of one is not understood */
function exampleValues(json: JsonObject, unset: readonly string[]): JsonObject | undefined {
  const declared = new Map(declaredVariables(json));
  const examples = unset.map((name) => [name, exampleOfVariable(name, declared.get(name) ?? {})] as const);
  return examples.every((entry): entry is readonly [string, Json] => entry[1] !== undefined)
    ? Object.fromEntries(examples)
    : undefined;
}

function missingModules(root: LoadedModule): readonly string[] {
  const calls = calledModules(root).filter(({ module }) => module === undefined);
  const installable = calls.filter(({ source }) => !isLocalSource(source)).map(({ address }) => address);
  return [
    ...calls
      .filter(({ source }) => isLocalSource(source))
      .map(({ address, source }) => `${address}: no folder with Terraform files, got source ${source}; correct it`),
    ...(installable.length === 0 ? [] : [`${installable.join(", ")} not installed; run terraform init in the folder`]),
  ];
}
