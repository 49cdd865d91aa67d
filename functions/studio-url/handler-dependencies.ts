import { assumePresignRole } from "./aws/presign-session";
import { launchedBy } from "./aws/provisioned-product";
import { createSageMakerApi } from "./aws/sagemaker-api";
import { createSignedPost } from "./aws/signed-post";
import type { HandlerDependencies } from "./handler";
import { readSettings } from "./settings/function-settings";
import { requiredString } from "./settings/json-members";

/**
 * Creates the handler's dependencies from the function's environment variables.
 *
 * `AWS_ENDPOINT_URL` overrides the endpoint of every service, as it does for the AWS SDKs.
 *
 * @throws if a variable is missing
 */
export function createDependencies(
  variables: Readonly<Record<string, string | undefined>>,
  { lookup, pause }: Pick<HandlerDependencies, "lookup" | "pause">,
): HandlerDependencies {
  const settings = readSettings(variables);
  const region = requiredString(variables, "AWS_REGION");
  const endpoint = variables.AWS_ENDPOINT_URL;
  const credentials = {
    accessKeyId: requiredString(variables, "AWS_ACCESS_KEY_ID"),
    secretAccessKey: requiredString(variables, "AWS_SECRET_ACCESS_KEY"),
    sessionToken: variables.AWS_SESSION_TOKEN,
  };
  const post = createSignedPost({ region, credentials, endpoint, pause });
  return {
    settings,
    launchedBy: (stackId, signal) => launchedBy(stackId, post, signal),
    sageMakerAs: async (user, signal) =>
      createSageMakerApi({
        region,
        credentials: await assumePresignRole(user, settings.presignRoleArn, post, signal),
        endpoint,
        settings,
      }),
    lookup,
    pause,
  };
}
