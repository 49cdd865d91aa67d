import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { addVariableFiles, copyRootModule } from "../folder/copy-folder";
import { mirrorCliConfig } from "../folder/provider-mirrors";
import type { FolderNeeds } from "../folder/read-folder";
import { answerRemoteStates, withoutRemoteStateOverrides } from "../folder/remote-states";
import { type ProviderProcess, startProviderProcess } from "../run/provider-process";
import { errorOutput, runCommand } from "../run/run-command";
import type { FolderInput } from "../run/run-context";
import { isolatedVariables, type TerraformCli } from "../run/terraform-cli";
import { signalWithin } from "../run/time-limit";
import { comparedTexts } from "./compared-texts";
import { fewZones, isSameButForZones, otherZones } from "./equal-zones";
import { withoutComputedPaths } from "./file-reads";
import { planHazard } from "./plan-hazards";
import { surroundingsUsed } from "./surroundings-used";

/** A plan of a folder, made without an account. */
export type FolderPlan =
  /** `plan` is what `terraform show -json` writes, with the names of what only an account can answer. */
  | { readonly kind: "planned"; readonly plan: Readonly<Record<string, unknown>> }
  /** `reason` is half of a sentence. */
  | { readonly kind: "refused"; readonly reason: string };

/** With what, and for how long at most, a folder is planned. */
export interface FolderPlanOptions {
  readonly terraform: TerraformCli;
  /** Folder of the installed @cdktf/provider-aws. */
  readonly packageRoot: string;
  /** Variables of the environment, of which Terraform gets no setting and no credential. */
  readonly variables: NodeJS.ProcessEnv;
  /** @default PLAN_LIMIT_SECONDS */
  readonly limitSeconds?: number;
  /** Ends the plan, which then leaves no file. @default - nothing does */
  readonly interruption?: AbortSignal;
  /** Arguments for the Node.js process of the stand-in provider. @default - none */
  readonly nodeArguments?: readonly string[];
}

/** A plan of the largest public root module that was measured takes 8 s. */
const PLAN_LIMIT_SECONDS = 60;
const MILLISECONDS = 1000;
/** A plan of the largest public root module that was measured needs a tenth of it. */
const MEMORY_LIMIT_BYTES = 2 * 1024 ** 3;

/**
 * Plans a folder with real Terraform and the stand-in provider, in a copy. Nothing is applied, downloaded or installed, no credential is
 * used, and no program runs but Terraform and the stand-in. A folder for which that cannot be said is not planned.
 */
export async function planFolder(input: FolderInput, options: FolderPlanOptions): Promise<FolderPlan> {
  const hazard = planHazard(input.needs, input.used === undefined ? "known" : "every");
  if (hazard !== undefined) {
    return { kind: "refused", reason: hazard };
  }
  const directory = await mkdtemp(join(tmpdir(), "studio-perimeter-plan-"));
  const { limitSeconds = PLAN_LIMIT_SECONDS, interruption } = options;
  const tooLong = `its plan took longer than ${limitSeconds} s`;
  const limit = signalWithin(limitSeconds * MILLISECONDS, tooLong, interruption === undefined ? [] : [interruption]);
  try {
    const { packageRoot, nodeArguments } = options;
    const started = startProviderProcess({
      packageRoot,
      ...input.needs.types,
      utilities: input.needs.otherProviders,
      ...(input.used && { used: { ...input.used, localNames: input.needs.localNames } }),
      socketDirectory: directory,
      nodeArguments,
    });
    // A copy that fails must not leave the process without somebody who waits for it.
    const [provider, copy] = await Promise.allSettled([started, copyFolder(input, options.variables, directory)]);
    try {
      if (provider.status === "rejected" || copy.status === "rejected") {
        throw provider.status === "rejected" ? provider.reason : (copy as PromiseRejectedResult).reason;
      }
      const cliConfig = await mirrorCliConfig(directory, []);
      const { signal } = limit;
      return await planCopy(input, provider.value, { ...copy.value, ...options, directory, cliConfig, signal });
    } finally {
      if (provider.status === "fulfilled") {
        await provider.value.close();
      }
    }
  } catch (error) {
    const reason = limit.signal.aborted ? limit.signal.reason : error;
    return { kind: "refused", reason: reason instanceof Error ? reason.message : String(reason) };
  } finally {
    limit.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The copy of a folder. */
interface Copy {
  readonly working: string;
  /** Names of the configuration of which only the surroundings of a real run know the value. */
  readonly open: readonly string[];
}

async function copyFolder(input: FolderInput, environment: NodeJS.ProcessEnv, directory: string): Promise<Copy> {
  const { needs, variableFiles, examples = {}, zones } = input;
  const target = join(directory, "copy");
  await mkdir(target);
  const working = await copyRootModule(needs.folders, target);
  // Values that are given come later, and win.
  await addVariableFiles(working, [{ kind: "text", syntax: "json", text: JSON.stringify(examples) }, ...variableFiles]);
  const hasComputed = await hideComputedPaths(needs, working);
  const states = await answerRemoteStates(working);
  const open = [
    ...(states.length > 0 ? ["terraform_remote_state"] : []),
    // A file that the plan does not read may compare the name of a zone.
    ...(hasComputed && zones === undefined ? ["aws_availability_zones"] : []),
  ];
  const texts = needs.files.map(({ text }) => text);
  const compared = zones === undefined ? comparedTexts(input, environment) : "declared";
  return { working, open: [...open, ...surroundingsUsed(texts, compared)] };
}

/** Whether files of the copy were written anew, so that they read no file by a computed path. */
async function hideComputedPaths({ folders, files }: FolderNeeds, working: string): Promise<boolean> {
  const [root = ""] = folders;
  const changed = files.flatMap((file) => {
    const text = withoutComputedPaths(file, { root, folders });
    return text === file.text ? [] : [{ path: join(working, relative(root, file.folder), file.name), text }];
  });
  await Promise.all(changed.filter(({ path }) => existsSync(path)).map(({ path, text }) => writeFile(path, text)));
  return changed.length > 0;
}

interface PlanContext extends Copy, FolderPlanOptions {
  /** For plans, outside of the copy. */
  readonly directory: string;
  readonly cliConfig: string;
  readonly signal: AbortSignal;
}

async function planCopy(input: FolderInput, provider: ProviderProcess, context: PlanContext): Promise<FolderPlan> {
  const few = await openPlanAccount(provider, input, "few", fewZones);
  const initialized = await run(context, few.reattach, "init", "-input=false", "-no-color");
  if (initialized.kind === "failed") {
    return { kind: "refused", reason: `terraform init refuses it: ${initialized.error}` };
  }
  // Zones that are declared are answers of the account.
  const asksForZones = input.zones === undefined && input.needs.types.dataSources.includes("aws_availability_zones");
  const other = asksForZones ? await openPlanAccount(provider, input, "other", otherZones) : undefined;
  const [first, second] = await Promise.all([
    planIn(context, few, "few"),
    other === undefined ? undefined : planIn(context, other, "other"),
  ]);
  const made = first.kind === "planned" ? first : second?.kind === "planned" ? second : undefined;
  if (made === undefined) {
    return second ?? first;
  }
  const isDecidedByZones =
    asksForZones &&
    !(first.kind === "planned" && second?.kind === "planned" && isSameButForZones(first.plan, second.plan));
  const names = [
    ...context.open,
    ...provider.added,
    ...Object.keys(input.examples ?? {}).map((name) => `var.${name}`),
    ...few.unknown,
    ...(other?.unknown ?? []),
    ...(isDecidedByZones ? ["aws_availability_zones"] : []),
  ];
  return { kind: "planned", plan: { ...made.plan, rehearsal_examples: [...new Set(names)].sort() } };
}

interface PlanAccount {
  readonly reattach: string;
  /** Types of data sources whose answers only an account knows. */
  readonly unknown: ReadonlySet<string>;
}

async function openPlanAccount(
  provider: ProviderProcess,
  { callerRole, region, zones }: FolderInput,
  name: string,
  zoneLetters: readonly string[],
): Promise<PlanAccount> {
  const unknown = new Set<string>();
  const user = { callerRole, region, examples: unknown, assumed: unknown, zoneLetters, zones };
  return { reattach: await provider.openAccount(name, { ...user, orphanPolicy: "keep" }), unknown };
}

async function planIn(context: PlanContext, { reattach }: PlanAccount, name: string): Promise<FolderPlan> {
  const file = join(context.directory, `${name}.bin`);
  const planned = await run(context, reattach, "plan", "-input=false", "-no-color", "-lock=false", `-out=${file}`);
  if (planned.kind === "failed") {
    return { kind: "refused", reason: `terraform plan refuses it: ${planned.error}` };
  }
  const shown = await run(context, reattach, "show", "-json", file);
  return shown.kind === "failed"
    ? { kind: "refused", reason: `terraform show fails: ${shown.error}` }
    : { kind: "planned", plan: JSON.parse(withoutRemoteStateOverrides(shown.stdout)) };
}

type CommandOutcome =
  | { readonly kind: "done"; readonly stdout: string }
  /** `error` is one line with every error. */
  | { readonly kind: "failed"; readonly error: string };

async function run(
  { terraform, working, cliConfig, variables, signal }: PlanContext,
  reattach: string,
  ...args: readonly string[]
): Promise<CommandOutcome> {
  signal.throwIfAborted();
  const env = isolatedVariables(variables, reattach, cliConfig);
  const result = await runCommand(terraform.binary, args, {
    env,
    cwd: working,
    signal,
    memoryLimit: MEMORY_LIMIT_BYTES,
  });
  signal.throwIfAborted();
  return result.code === 0
    ? { kind: "done", stdout: result.stdout }
    : {
        kind: "failed",
        error: errorsIn(result.ending === undefined ? result.stderr || errorOutput(result) : errorOutput(result)),
      };
}

/** Each error once: its title, the place that it names, and the first sentence of its text, which has the name or the value. */
function errorsIn(output: string): string {
  const errors = output
    .replace(/^[\s\S]*?(?=Error: )/, "")
    .split(/\n(?=Error: )/)
    .map(errorLine);
  return [...new Set(errors)].join("; ");
}

function errorLine(error: string): string {
  const [head = "", ...paragraphs] = error.split(/\n\s*\n/);
  const place = paragraphs.map((paragraph) => /^\s+on (\S+ line \d+)/m.exec(paragraph)?.[1]).find(Boolean);
  const detail = paragraphs.find((paragraph) => /^\S/.test(paragraph));
  const title = `${oneLine(head.replace(/^Error: /, ""))}${place === undefined ? "" : ` (${place})`}`;
  return detail === undefined ? title : `${title}: ${oneLine(detail).replace(/\.(?: .*)?$/, "")}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
