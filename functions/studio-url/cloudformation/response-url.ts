/** What a response URL must belong to. */
export interface ResponseUrlOwner {
  /** ARN of the stack in the same request. */
  readonly stackId: string;
  readonly region: string;
  /** What the host names of AWS end in: `amazonaws.com`. */
  readonly dnsSuffix: string;
  /**
   * Value of `AWS_ENDPOINT_URL`. Only URLs of its origin are accepted.
   * @default - CloudFormation's bucket of the region
   */
  readonly endpointOverride?: string;
}

/**
 * Whether a URL belongs to CloudFormation's response bucket of the region, and to the stack of the request.
 *
 * Without this check, a principal that may invoke the function could name another user's stack and have that user's URL sent
 * to a host, or to a stack, of their choice. CloudFormation's object keys start with the ARN of the stack and a vertical bar.
 */
export function isCloudFormationResponseUrl(responseUrl: string, owner: ResponseUrlOwner): boolean {
  const url = new URL(responseUrl);
  return isResponseBucket(url, owner) && isKeyOfStack(url.pathname, owner.stackId);
}

function isResponseBucket(
  { origin, hostname, protocol }: URL,
  { region, dnsSuffix, endpointOverride }: ResponseUrlOwner,
): boolean {
  if (endpointOverride !== undefined) {
    return origin === new URL(endpointOverride).origin;
  }
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll("-", "")}`;
  const hosts = [`s3.${region}`, `s3-${region}`, "s3"].map((host) => `${bucket}.${host}.${dnsSuffix}`);
  return protocol === "https:" && hosts.includes(hostname);
}

function isKeyOfStack(pathname: string, stackId: string): boolean {
  try {
    return decodeURIComponent(pathname).startsWith(`/${stackId}|`);
  } catch {
    return false;
  }
}
