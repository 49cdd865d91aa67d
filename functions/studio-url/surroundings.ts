import type { World } from "./handler";
import { text } from "./json";
import { launchedBy } from "./provisioned-product";
import { sageMaker } from "./sagemaker";
import { actAs } from "./session";
import { readSettings } from "./settings";
import { signedPost } from "./signed-post";

/**
 * What the work needs, by the environment variables of a function.
 *
 * `AWS_ENDPOINT_URL`, as the SDKs know it, stands in for every service.
 *
 * @throws when a variable is missing
 */
export function surroundings(
  variables: Readonly<Record<string, string | undefined>>,
  { lookup, pause }: Pick<World, "lookup" | "pause">,
): World {
  const settings = readSettings(variables);
  const region = text(variables, "AWS_REGION");
  const endpoint = variables.AWS_ENDPOINT_URL;
  const credentials = {
    accessKeyId: text(variables, "AWS_ACCESS_KEY_ID"),
    secretAccessKey: text(variables, "AWS_SECRET_ACCESS_KEY"),
    sessionToken: variables.AWS_SESSION_TOKEN,
  };
  const post = signedPost({ region, credentials, endpoint, pause });
  return {
    settings,
    launchedBy: (stackId, signal) => launchedBy(stackId, post, signal),
    sageMakerAs: async (person, signal) =>
      sageMaker({
        region,
        credentials: await actAs(person, settings.presignRoleArn, post, signal),
        endpoint,
        settings,
      }),
    lookup,
    pause,
  };
}
