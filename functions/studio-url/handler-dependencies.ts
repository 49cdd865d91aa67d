import { assumePresignRole } from "./aws/presign-session";
import { launchedBy } from "./aws/provisioned-product";
import { createSageMakerApi } from "./aws/sagemaker-api";
import { createSignedPost } from "./aws/signed-post";
import type { HandlerDependencies } from "./handler";
import { readSettings } from "./settings/function-settings";
import { requiredString } from "./settings/json-members";

/**
 * Time limit of one attempt of an AWS call. Every call answers within a second; five attempts fit into the time limit of the
 * function, so that one silent connection does not use it up.
 */
const ATTEMPT_MILLISECONDS = 10_000;

/** What differs between Lambda and a test. */
export interface DependencyOptions extends Pick<HandlerDependencies, "lookup" | "pause"> {
  /**
   * Time limit of one attempt of an AWS call, in milliseconds.
   * @default 10 seconds
   */
  readonly attemptMilliseconds?: number;
}

/**
 * Creates the handler's dependencies from the function's environment variables.
 *
 * `AWS_ENDPOINT_URL` overrides the endpoint of every service, as it does for the AWS SDKs.
 *
 * @throws if a variable is missing
 */
export function createDependencies(
  variables: Readonly<Record<string, string | undefined>>,
  { lookup, pause, attemptMilliseconds = ATTEMPT_MILLISECONDS }: DependencyOptions,
): HandlerDependencies {
  const settings = readSettings(variables);
  const region = requiredString(variables, "AWS_REGION");
  const dnsSuffix = requiredString(variables, "DNS_SUFFIX");
  const endpoint = variables.AWS_ENDPOINT_URL;
  const credentials = {
    accessKeyId: requiredString(variables, "AWS_ACCESS_KEY_ID"),
    secretAccessKey: requiredString(variables, "AWS_SECRET_ACCESS_KEY"),
    sessionToken: variables.AWS_SESSION_TOKEN,
  };
  const post = createSignedPost({ region, dnsSuffix, credentials, endpoint, pause, attemptMilliseconds });
  return {
    settings,
    launchedBy: (stackId, signal) => launchedBy(stackId, post, signal),
    sageMakerAs: async (user, signal) =>
      createSageMakerApi({
        region,
        credentials: await assumePresignRole(user, settings.presignRoleArn, post, signal),
        endpoint,
        settings,
        attemptMilliseconds,
      }),
    lookup,
    pause,
  };
}
