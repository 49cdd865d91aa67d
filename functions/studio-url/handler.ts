import { startAndAwaitNotebook } from "./await-notebook";
import type { SageMakerApi } from "./aws/sagemaker-api";
import { type CustomResourceRequest, readRequest } from "./cloudformation/custom-resource-request";
import { customResourceResponse, type RequestOutcome } from "./cloudformation/custom-resource-response";
import { resolvePrivateAddress } from "./private-address";
import { entitlementsOf, userOfSession } from "./service-catalog-user";
import type { FunctionSettings } from "./settings/function-settings";
import { withTimeout } from "./with-timeout";

/** Services that processing a request depends on. */
export interface HandlerDependencies {
  readonly settings: FunctionSettings;
  /** Principal that launched the product of a CloudFormation stack; `undefined` if Service Catalog has not recorded it yet. */
  launchedBy(stackId: string, signal: AbortSignal): Promise<string | undefined>;
  /** SageMaker API with a session of the presign role that is tagged with the user. */
  sageMakerAs(user: string, signal: AbortSignal): Promise<SageMakerApi>;
  /** IP address that the VPC resolver returns for a host. */
  lookup(host: string): Promise<string>;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Sends the outcome of a request to CloudFormation and to the log. */
export interface ResponseChannel {
  /** Whether CloudFormation reads responses for the stack at a URL. Requests with another URL are rejected. */
  isResponseUrl(responseUrl: string, stackId: string): boolean;
  putResponse(responseUrl: string, responseBody: string): Promise<void>;
  log(line: Readonly<Record<string, string>>): void;
}

const RECORD_POLL_MILLISECONDS = 2_000;

/**
 * Processes one custom resource request and always sends a response.
 *
 * @param milliseconds time limit of the processing, without the time to send the response
 * @param createDependencies called during processing, so that an error in the settings is also sent as a response
 * @throws if the request cannot be parsed or the response cannot be delivered; Lambda then retries
 */
export async function handleCustomResource(
  event: unknown,
  milliseconds: number,
  createDependencies: () => HandlerDependencies,
  channel: ResponseChannel,
): Promise<void> {
  const request = readRequest(event);
  if (!channel.isResponseUrl(request.responseUrl, request.stackId)) {
    throw new Error(
      `ResponseURL: must belong to CloudFormation and to the stack of the request, got host ${new URL(request.responseUrl).hostname}; launch a product from Service Catalog`,
    );
  }
  const outcome = await withTimeout(milliseconds, (signal) =>
    processRequest(request, createDependencies, signal),
  ).catch(failedOutcome);
  channel.log({
    request: request.kind,
    resource: request.resourceType,
    stack: request.stackId,
    outcome: outcome.kind,
    ...(outcome.kind === "failed" ? { reason: outcome.reason } : {}),
  });
  await channel.putResponse(request.responseUrl, customResourceResponse(request, outcome));
}

/** A delete succeeds without a call: a URL expires by itself, and a failed delete would block the stack. */
async function processRequest(
  request: CustomResourceRequest,
  createDependencies: () => HandlerDependencies,
  signal: AbortSignal,
): Promise<RequestOutcome> {
  if (request.kind === "Delete") {
    return { kind: "done" };
  }
  const { resourceType } = request;
  const createUrl = Object.hasOwn(URL_CREATORS, resourceType) ? URL_CREATORS[resourceType] : undefined;
  if (createUrl === undefined) {
    throw new Error(`resource: unknown type, got ${resourceType}; use ${Object.keys(URL_CREATORS).join(" or ")}`);
  }
  const dependencies = createDependencies();
  const { endUserRoleArns, networkCidr } = dependencies.settings;
  const user = userOfSession(await recordedPrincipal(request.stackId, dependencies, signal), endUserRoleArns);
  const url = await createUrl(user, dependencies, signal);
  return {
    kind: "opened",
    url,
    ipAddress: await resolvePrivateAddress(new URL(url).hostname, networkCidr, dependencies.lookup),
  };
}

/** Polls, because the search index of Service Catalog lags a launch by some seconds. */
async function recordedPrincipal(
  stackId: string,
  dependencies: HandlerDependencies,
  signal: AbortSignal,
): Promise<string> {
  for (;;) {
    const principal = await dependencies.launchedBy(stackId, signal);
    if (principal !== undefined) {
      return principal;
    }
    await dependencies.pause(RECORD_POLL_MILLISECONDS, signal);
  }
}

type UrlCreator = (user: string, dependencies: HandlerDependencies, signal: AbortSignal) => Promise<string>;

const URL_CREATORS: Readonly<Record<string, UrlCreator | undefined>> = {
  "Custom::StudioUrl": async (user, dependencies, signal) => {
    const { userProfile } = entitlementsOf(user, dependencies.settings);
    return (await dependencies.sageMakerAs(user, signal)).createStudioUrl(userProfile, signal);
  },
  "Custom::NotebookUrl": async (user, dependencies, signal) => {
    const { notebookInstance } = entitlementsOf(user, dependencies.settings);
    if (notebookInstance === undefined) {
      throw new Error(
        `user: has no notebook instance in this environment, got ${user}; ask an administrator to add one`,
      );
    }
    const sageMaker = await dependencies.sageMakerAs(user, signal);
    await startAndAwaitNotebook(notebookInstance, sageMaker, dependencies.pause, signal);
    return sageMaker.createNotebookUrl(notebookInstance, signal);
  },
};

/** Removes URLs from the message: the response URL and the presigned URL are secrets. */
function failedOutcome(error: unknown): RequestOutcome {
  const reason =
    error instanceof Error ? `${error.name === "Error" ? "" : `${error.name}: `}${error.message}` : "unknown";
  return { kind: "failed", reason: reason.replaceAll(/\w+:\/\/\S+/g, "<url>") };
}
