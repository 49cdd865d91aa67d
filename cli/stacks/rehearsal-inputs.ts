import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "../../envs/pipeline";
import type { AnyEnvironmentInput } from "../../envs/schema/any-environment";
import { suggestFix } from "../../envs/schema/suggest-fix";
import { requireAllEnvironments, type ValidEnvironments } from "../../envs/validation/parse-environments";
import type { RehearsalInput, StackInput } from "../../rehearsal/run/run-context";
import { synthesize } from "../../stacks/synthesize";
import { isBootstrapStack } from "../shared/inputs/synthesized-stacks";
import { withExampleChange, withProtectionsLifted } from "./rehearsal-changes";
import { hubsWithSpokes, judgeStates, withoutSpokes } from "./rehearsed-networks";

/** The role that plans and applies in a rehearsal. A stack refuses roles that are not in `deployers`. */
export const REHEARSAL_ROLE = "role/rehearsal";

/** What is rehearsed, on which day, and where its stacks are written. */
export interface RehearsalInputOptions {
  /** Every environment: some rules compare them. */
  readonly all: readonly AnyEnvironmentInput[];
  /** Names of the environments to rehearse. The spokes of a hub come with it. */
  readonly chosen: readonly string[];
  /** Day for the expiry dates of allow-list entries. */
  readonly today: Date;
  /** Folder that the stacks are written to. */
  readonly directory: string;
}

/**
 * Synthesizes the stages of a rehearsal: each chosen environment as it is, after an everyday change, and with deletion
 * protection off where it was on. A hub also has a first and a last stage, without its spokes.
 *
 * @throws an error with every issue of the environments, one per line
 */
export function synthesizeRehearsalInputs(request: RehearsalInputOptions): readonly RehearsalInput[] {
  const networks = hubsWithSpokes(request.all, request.chosen, request.today);
  const chosen = [...new Set([...request.chosen, ...networks.flatMap(({ spokes }) => spokes)])];
  const options = { ...request, chosen };
  const changes = options.all.map(withExampleChange);
  const changed = changes.map(({ environment }) => environment);
  const lifted = changed.map((environment) => withProtectionsLifted(environment));
  const stack = synthesizeInto("stack", options.all, options);
  const changedStack = synthesizeInto("changed", changed, options);
  const last = changed.map((environment, at) => lifted[at] ?? environment);
  const liftedStack = synthesizeInto("lifted", last, options);
  const hubs = { ...options, chosen: networks.map(({ hub }) => hub) };
  const before = synthesizeInto("before", options.all.map(withoutSpokes), hubs);
  const after = synthesizeInto("after", last.map(withoutSpokes), hubs);
  const networkOf = (name: string): Pick<StackInput, "network"> => {
    const found = networks.find(({ hub, spokes }) => hub === name || spokes.includes(name));
    return found === undefined
      ? {}
      : {
          network: {
            ...found,
            before: before(found.hub),
            after: after(found.hub),
            judge: judgeStates(found.hub, stack),
          },
        };
  };
  return options.all.flatMap(({ name }, at) => {
    const { change } = changes[at] ?? { change: "" };
    const input = { name, stack: stack(name), changed: changedStack(name), change, ...networkOf(name) };
    return chosen.includes(name) ? [lifted[at] ? { ...input, unprotected: liftedStack(name) } : input] : [];
  });
}

/**
 * Names of bootstrap stacks replaced by folders with them, which are rehearsed as every root module is: an administrator applies them once.
 *
 * @throws one line when there is no such stack, or an error with every issue of the environments
 */
export function withBootstrapFolders(
  names: readonly string[],
  { all, today, directory }: Omit<RehearsalInputOptions, "chosen">,
  source = pipeline,
): readonly string[] {
  const wanted = names.filter(isBootstrapStack);
  if (wanted.length === 0) {
    return names;
  }
  if (source === undefined) {
    throw new Error(
      `rehearse: no bootstrap stack, got ${wanted[0]}; name a pipeline in envs/pipeline.ts, such as { kind: "github", repository: "owner/name" }`,
    );
  }
  const outdir = join(directory, "bootstrap");
  synthesize({ ...requireAllEnvironments(all, today), pipeline: source, outdir });
  const stacks = join(outdir, "stacks");
  const found = readdirSync(stacks).filter(isBootstrapStack);
  const missing = wanted.find((name) => !found.includes(name));
  if (missing !== undefined) {
    throw new Error(`rehearse: no such bootstrap stack, got ${missing}; ${suggestFix(missing, found)}`);
  }
  return names.map((name) => (isBootstrapStack(name) ? join(stacks, name) : name));
}

/** Synthesizes the chosen environments, and returns where the stack of each one is. */
function synthesizeInto(
  what: string,
  inputs: readonly AnyEnvironmentInput[],
  { chosen, today, directory }: RehearsalInputOptions,
): (name: string) => string {
  const outdir = join(directory, what);
  if (chosen.length > 0) {
    synthesizeChosen(requireAllEnvironments(inputs, today), chosen, outdir);
  }
  return (name) => join(outdir, "stacks", name);
}

function synthesizeChosen(all: ValidEnvironments, chosen: readonly string[], outdir: string): void {
  const isChosen = ({ name }: { readonly name: string }): boolean => chosen.includes(name);
  const environments = all.environments
    .filter(isChosen)
    .map((environment) => ({ ...environment, deployers: [...environment.deployers, REHEARSAL_ROLE] }));
  synthesize({ environments, inspections: all.inspections.filter(isChosen), pipeline, outdir });
}
