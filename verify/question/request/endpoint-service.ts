import { ownEntry } from "../../collections/own-entry";
import type { EndpointWithPolicy } from "../../iam/attachments/endpoint-with-policy";
import { iamPrefixesOfEndpoint } from "../../iam/questions/data/requests-through-endpoint";

const isRuntimeOfBedrock = (action: string): boolean =>
  /^bedrock:(?:invokemodel|applyguardrail|counttokens|\w*asyncinvoke)/i.test(action);

/** Endpoints of a service for some of its actions only. */
const actionsOfEndpoint: Readonly<Record<string, (action: string) => boolean>> = {
  "sagemaker.api": (action) => !/:invoke/i.test(action),
  "sagemaker.runtime": (action) => /:invoke/i.test(action),
  studio: (action) => /:createpresigneddomainurl$/i.test(action),
  notebook: (action) => /:createpresignednotebookinstanceurl$/i.test(action),
  experiments: (action) => /^sagemaker-mlflow:|:createpresignedmlflow/i.test(action),
  "partner-app": (action) => /:createpartnerapppresignedurl$|:callpartnerappapi$/i.test(action),
  bedrock: (action) => !isRuntimeOfBedrock(action),
  "bedrock-runtime": isRuntimeOfBedrock,
};

/**
 * Whether requests for an action can travel through the endpoint.
 *
 * @returns `unknown` if the configuration or the action catalog does not show the service of the endpoint
 */
export function serviceOfAction(endpoint: EndpointWithPolicy, action: string): "yes" | "no" | "unknown" {
  const service = endpoint.service.replace(/-fips$/, "");
  if (/\bvpce-svc-/.test(service)) {
    return "no";
  }
  const prefixes = iamPrefixesOfEndpoint(endpoint);
  if (prefixes.length === 0) {
    return "unknown";
  }
  const isOfService = prefixes.includes(action.split(":")[0]?.toLowerCase() ?? "");
  return isOfService && (ownEntry(actionsOfEndpoint, service)?.(action) ?? true) ? "yes" : "no";
}
