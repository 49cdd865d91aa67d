import { answerTo, type Outcome } from "./answer";
import { openableBy, personBehind } from "./person";
import { privateAddress } from "./private-address";
import { type CustomResourceRequest, readRequest } from "./request";
import { runningNotebook } from "./running-notebook";
import type { SageMaker } from "./sagemaker";
import type { Settings } from "./settings";
import { within } from "./within";

/** What the work needs. */
export interface World {
  readonly settings: Settings;
  /** Principal that launched the product of a stack; `undefined` where it is not recorded yet. */
  launchedBy(stackId: string, signal: AbortSignal): Promise<string | undefined>;
  /** SageMaker as one person. */
  sageMakerAs(person: string, signal: AbortSignal): Promise<SageMaker>;
  /** Address of a host as the network resolves it. */
  lookup(host: string): Promise<string>;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Where outcomes go. */
export interface Replies {
  /** Whether an address is CloudFormation's; nothing is done for one that is not. */
  isAnswerAddress(responseUrl: string): boolean;
  putAnswer(responseUrl: string, answer: string): Promise<void>;
  log(line: Readonly<Record<string, string>>): void;
}

const RECORD_POLL_MILLISECONDS = 2_000;

/**
 * Answers one custom resource request, whatever comes of it.
 *
 * @param milliseconds time for the work; sending the answer comes on top
 * @param world called for what the work needs, so that a fault in the settings is answered too
 * @throws only where the request cannot be read or the answer cannot be delivered; Lambda then tries again
 */
export async function handle(
  event: unknown,
  milliseconds: number,
  world: () => World,
  replies: Replies,
): Promise<void> {
  const request = readRequest(event);
  if (!replies.isAnswerAddress(request.responseUrl)) {
    throw new Error(
      `ResponseURL: is not CloudFormation's, got one of ${new URL(request.responseUrl).hostname}; launch a product`,
    );
  }
  const outcome = await within(milliseconds, (signal) => serve(request, world, signal)).catch(failure);
  replies.log({
    request: request.kind,
    resource: request.resourceType,
    stack: request.stackId,
    outcome: outcome.kind,
    ...(outcome.kind === "failed" ? { reason: outcome.reason } : {}),
  });
  await replies.putAnswer(request.responseUrl, answerTo(request, outcome));
}

/** A URL is used once and gone within minutes: there is nothing to take back, and a delete must never hang. */
async function serve(request: CustomResourceRequest, connect: () => World, signal: AbortSignal): Promise<Outcome> {
  if (request.kind === "Delete") {
    return { kind: "done" };
  }
  const open = OPENERS[request.resourceType];
  if (open === undefined) {
    throw new Error(
      `resource: has no such type, got ${request.resourceType}; write ${Object.keys(OPENERS).join(", ")}`,
    );
  }
  const world = connect();
  const { launcherRoleArns, networkCidr } = world.settings;
  const person = personBehind(await recordedPrincipal(request.stackId, world, signal), launcherRoleArns);
  const url = await open(person, world, signal);
  return { kind: "opened", url, address: await privateAddress(new URL(url).hostname, networkCidr, world.lookup) };
}

/** The search lags behind a launch by some seconds. */
async function recordedPrincipal(stackId: string, world: World, signal: AbortSignal): Promise<string> {
  for (;;) {
    const principal = await world.launchedBy(stackId, signal);
    if (principal !== undefined) {
      return principal;
    }
    await world.pause(RECORD_POLL_MILLISECONDS, signal);
  }
}

type Opener = (person: string, world: World, signal: AbortSignal) => Promise<string>;

const OPENERS: Readonly<Record<string, Opener | undefined>> = {
  "Custom::StudioUrl": async (person, world, signal) => {
    const { userProfile } = openableBy(person, world.settings);
    return (await world.sageMakerAs(person, signal)).studioUrl(userProfile, signal);
  },
  "Custom::NotebookUrl": async (person, world, signal) => {
    const { notebookInstance } = openableBy(person, world.settings);
    if (notebookInstance === undefined) {
      throw new Error(`person: has no notebook instance in this environment, got ${person}; ask for one to be added`);
    }
    const sageMaker = await world.sageMakerAs(person, signal);
    await runningNotebook(notebookInstance, sageMaker, world.pause, signal);
    return sageMaker.notebookUrl(notebookInstance, signal);
  },
};

/** Whatever an error says, no address in it is passed on. */
function failure(error: unknown): Outcome {
  const reason =
    error instanceof Error ? `${error.name === "Error" ? "" : `${error.name}: `}${error.message}` : "unknown";
  return { kind: "failed", reason: reason.replaceAll(/\w+:\/\/\S+/g, "<address>") };
}
