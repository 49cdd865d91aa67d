import type { RequestContext } from "../language/authorization-request";

/**
 * Global condition keys that every request has.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const alwaysPresentKeys: ReadonlySet<string> = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:requestedregion",
  "aws:useragent",
]);

/** Whether every request has the key. */
export function isAlwaysPresent(key: string): boolean {
  return alwaysPresentKeys.has(key);
}

/** Keys that the credentials of a role, user or federated identity bring. Nobody else has such credentials. */
const sessionKeys =
  /^aws:(?:principaltag\/.*|multifactorauth(?:age|present)|tokenissuetime|federatedprovider|sourceidentity|assumedroot|principalorgpaths|ec2instancesource(?:privateipv4|vpc)|userid)$/u;

/** Whether a request of this caller never has the key: AWS services and anonymous callers have no session. */
export function isNeverPresent(key: string, callerContext: RequestContext): boolean {
  const [isService] = callerContext.get("aws:principalisawsservice") ?? [];
  const [type] = callerContext.get("aws:principaltype") ?? [];
  return (isService === "true" || type === "Anonymous") && sessionKeys.test(key);
}

/** Seconds since 1970 before which no request is made that a verdict is about: 2025-01-01. */
const earliestRequest = 1_735_689_600;

const timeKeys = ["aws:currenttime", "aws:epochtime"];

/** The values that a request can have under the key: no request was made in the past. */
export function possibleValues(key: string, values: readonly string[]): readonly string[] {
  if (!timeKeys.includes(key)) {
    return values;
  }
  const isPast = (value: string): boolean => Number(value) < earliestRequest;
  return [...new Set([String(earliestRequest), ...values.filter((value) => !isPast(value))])];
}
