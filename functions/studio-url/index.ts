import { lookup } from "node:dns/promises";
import { setTimeout as pause } from "node:timers/promises";
import { putResponse } from "./cloudformation/put-response";
import { isCloudFormationResponseUrl } from "./cloudformation/response-url";
import { handleCustomResource } from "./handler";
import { createDependencies } from "./handler-dependencies";
import { requiredString } from "./settings/json-members";

/** Time reserved for sending the response: four attempts and the pauses between them. */
const RESPONSE_RESERVE_MILLISECONDS = 15_000;

/** The part of Lambda's context object that the handler uses. */
interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** Lambda handler: processes a custom resource request of a self-service product. */
export async function handler(event: unknown, context: LambdaContext): Promise<void> {
  const milliseconds = Math.max(0, context.getRemainingTimeInMillis() - RESPONSE_RESERVE_MILLISECONDS);
  await handleCustomResource(
    event,
    milliseconds,
    () => createDependencies(process.env, { lookup: ipv4AddressOf, pause: pauseFor }),
    {
      isResponseUrl: (responseUrl, stackId) =>
        isCloudFormationResponseUrl(responseUrl, {
          stackId,
          region: requiredString(process.env, "AWS_REGION"),
          dnsSuffix: requiredString(process.env, "DNS_SUFFIX"),
          endpointOverride: process.env.AWS_ENDPOINT_URL,
        }),
      putResponse: (responseUrl, responseBody) => putResponse(responseUrl, responseBody, pauseFor),
      log: (line) => console.log(JSON.stringify(line)),
    },
  );
}

async function pauseFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal });
}

/** IPv4, because interface endpoints have an IPv4 address in every Availability Zone. */
async function ipv4AddressOf(host: string): Promise<string> {
  return (await lookup(host, { family: 4 })).address;
}
