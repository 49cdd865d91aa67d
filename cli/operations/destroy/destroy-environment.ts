import { setTimeout } from "node:timers/promises";
import type { ExitCode, Terminal } from "../../shared/command";
import { AwsRefusal, type SendAwsRequest } from "../aws-request";
import type { DeployedEnvironment } from "./deployed-environment";
import { type Leftover, type LeftoverKind, leftoversAfterDomain, leftoversBeforeDomain } from "./leftovers";

/** Terraform in the folder of the stack. */
export interface DestroyingTerraform {
  /** Destroys a resource with all that depends on it, or everything. */
  destroy(target?: string): Promise<void>;
  /** Reads the state. */
  deployed(): Promise<DeployedEnvironment>;
}

/** What `destroy` does and prints. */
export interface DestroyOptions {
  /** Prints what would be deleted, and deletes nothing. */
  readonly isDryRun: boolean;
  /** Prints the steps as JSON, and progress to standard error. */
  readonly isJson: boolean;
  /** The name of the environment, which confirms the destroy. @default - a person is asked */
  readonly confirmed?: string;
  /** Asks a person to type something; `undefined` where nobody can be asked. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Milliseconds between two questions whether AWS has deleted something. */
  readonly pauseMs: number;
  /** Ends the wait for AWS. */
  readonly signal: AbortSignal;
}

/** Questions about one kind of leftovers: with five seconds between them, half an hour. */
const MAX_QUESTIONS = 360;
/** Questions after a request until what it deletes must show that. */
const MAX_UNCHANGED = 6;

/**
 * Destroys an environment in the order that AWS needs: launched products, apps, spaces, the domain, what SageMaker leaves of it, and
 * the rest. Each step asks what is left, so the command can be interrupted or killed anywhere and run again.
 *
 * @returns 1 when protections are on or resources are left, 3 for a dry run or when it was not confirmed
 * @throws one line when AWS or Terraform refuses, or an AbortError when it was interrupted
 */
export async function destroyEnvironment(
  terraform: DestroyingTerraform,
  send: SendAwsRequest,
  options: DestroyOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const deployed = await terraform.deployed();
  const { name } = deployed;
  if (deployed.resources === 0) {
    terminal.out(
      options.isJson ? `${JSON.stringify({ environment: name, steps: [] })}\n` : `${name}: nothing is deployed\n`,
    );
    return 0;
  }
  await requireAccount(deployed, send);
  const steps = await plannedSteps(deployed, send);
  terminal.out(options.isJson ? json(deployed, steps) : text(deployed, steps));
  const obstacle = obstacleTo(deployed);
  if (obstacle !== undefined) {
    terminal.err(`${name}: ${obstacle}\n`);
    return 1;
  }
  if (options.isDryRun || !(await isConfirmed(name, options, terminal))) {
    return 3;
  }
  const say = (line: string) => (options.isJson ? terminal.err : terminal.out)(`${line}\n`);
  await removeEverything(deployed, terraform, (kind) => removeAll(kind, send, options, say), say);
  const { resources } = await terraform.deployed();
  if (resources > 0) {
    terminal.err(`${name}: ${resources} resources are left in the state; run it again\n`);
    return 1;
  }
  say(`${name}: destroyed`);
  return 0;
}

/** @throws when the credentials are of another account than the resources: its lists would be empty */
async function requireAccount({ name, account }: DeployedEnvironment, send: SendAwsRequest): Promise<void> {
  const { Account: own } = await send({ service: "sts", operation: "get-caller-identity", input: {} });
  if (account !== undefined && own !== account) {
    throw new Error(
      `${name}: is deployed in account ${account}, got credentials of ${String(own)}; use credentials of ${account}`,
    );
  }
}

/** Why nothing may be deleted yet, and what to do first. */
function obstacleTo({ protections, spokes }: DeployedEnvironment): string | undefined {
  if (protections.length > 0) {
    return "protections are on; nothing deleted; set protections to false, deploy that, and run it again";
  }
  return spokes.length > 0
    ? `spokes are attached, got ${spokes.join(", ")}; nothing deleted; remove them from spokes, deploy that, destroy them, and run it again`
    : undefined;
}

async function isConfirmed(name: string, { confirmed, ask }: DestroyOptions, terminal: Terminal): Promise<boolean> {
  const typed = confirmed ?? (await ask(`Type ${name} to delete all of this: `));
  if (typed === name) {
    return true;
  }
  const got = typed === undefined ? "no terminal" : typed || "nothing";
  terminal.err(`${name}: not confirmed, got ${got}; nothing deleted; type the name, or pass --confirm ${name}\n`);
  return false;
}

async function removeEverything(
  deployed: DeployedEnvironment,
  terraform: DestroyingTerraform,
  remove: (kind: LeftoverKind) => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  for (const kind of leftoversBeforeDomain(deployed)) {
    await remove(kind);
  }
  if (deployed.domain !== undefined) {
    say(`Destroying ${deployed.domain.address}`);
    await terraform.destroy(deployed.domain.address);
  }
  for (const kind of leftoversAfterDomain(deployed)) {
    await remove(kind);
  }
  say("Destroying the rest");
  await terraform.destroy();
}

/** Asks what is left, requests its deletion, and waits, until nothing is left. */
async function removeAll(
  { title, find }: LeftoverKind,
  send: SendAwsRequest,
  { pauseMs, signal }: DestroyOptions,
  say: (line: string) => void,
): Promise<void> {
  const requestedAt = new Map<string, number>();
  for (let question = 1; ; question += 1) {
    const left = await find(send);
    if (left.length === 0) {
      return;
    }
    const stuck = left.find(
      ({ id, requests }) => requests.length > 0 && question - (requestedAt.get(id) ?? question) > MAX_UNCHANGED,
    );
    if (stuck !== undefined || question > MAX_QUESTIONS) {
      throw new Error(`${title}: not deleted: ${(stuck ?? left[0])?.label}; look at it in AWS, and run it again`);
    }
    for (const leftover of left.filter(({ id }) => !requestedAt.has(id))) {
      say(`Deleting ${title}: ${leftover.label}`);
      await request(leftover, send);
      if (leftover.requests.length > 0) {
        requestedAt.set(leftover.id, question);
      }
    }
    await setTimeout(pauseMs, undefined, { signal });
  }
}

/** What is gone by the time of the request is as good as deleted. */
async function request({ requests }: Leftover, send: SendAwsRequest): Promise<void> {
  for (const one of requests) {
    try {
      await send(one);
    } catch (error) {
      if (!(error instanceof AwsRefusal) || !/NotFound/.test(error.code)) {
        throw error;
      }
    }
  }
}

/** One step of the destroy, as it is now. */
interface PlannedStep {
  readonly title: string;
  /** What it deletes, for a person. */
  readonly items: readonly string[];
}

async function plannedSteps(deployed: DeployedEnvironment, send: SendAwsRequest): Promise<readonly PlannedStep[]> {
  const found = async (kinds: readonly LeftoverKind[]): Promise<readonly PlannedStep[]> => {
    const steps: PlannedStep[] = [];
    for (const { title, find } of kinds) {
      steps.push({ title, items: (await find(send)).map(({ label }) => label) });
    }
    return steps;
  };
  const { domain, resources, buckets } = deployed;
  const homes = domain?.keepsHomes ? "its home directories stay on a file system" : "with all home directories";
  const objects = buckets.map(
    ({ bucket, losesObjects }) =>
      `bucket ${bucket}: ${losesObjects ? "with all objects" : "only if it is empty; forceDestroyBuckets is false"}`,
  );
  return [
    ...(await found(leftoversBeforeDomain(deployed))),
    ...(domain === undefined
      ? []
      : [{ title: "Studio domain, its user profiles, and what refers to them", items: [`${domain.id}, ${homes}`] }]),
    // With the domain, its mount targets and groups are in use, and SageMaker deletes those that it does not leave.
    ...(domain === undefined ? await found(leftoversAfterDomain(deployed)) : afterDomainTitles(deployed)),
    { title: `everything else of the ${resources} resources in the state`, items: objects },
  ];
}

function afterDomainTitles(deployed: DeployedEnvironment): readonly PlannedStep[] {
  return leftoversAfterDomain(deployed).map(({ title }) => ({ title, items: ["those that SageMaker leaves"] }));
}

function text({ name, protections }: DeployedEnvironment, steps: readonly PlannedStep[]): string {
  const lines = steps.flatMap(({ title, items }, index) => [
    `  ${index + 1}. ${title}${items.length === 0 ? ": none" : ""}`,
    ...items.map((item) => `     - ${item}`),
  ]);
  const guarded = protections.map((protection) => `  ${protection}`);
  return `${name}: a destroy deletes, in this order:\n\n${lines.join("\n")}\n${guarded.length === 0 ? "" : `\nProtected:\n${guarded.join("\n")}\n`}\n`;
}

function json({ name, account, region, protections }: DeployedEnvironment, steps: readonly PlannedStep[]): string {
  return `${JSON.stringify({ environment: name, account, region, steps, protections }, null, 2)}\n`;
}
