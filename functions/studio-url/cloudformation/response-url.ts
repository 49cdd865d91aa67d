/**
 * Whether a URL belongs to CloudFormation's response bucket of the region.
 *
 * Without this check, a principal that may invoke the function could name another user's stack and have that user's URL sent
 * to a host of their choice.
 *
 * @param endpointOverride value of `AWS_ENDPOINT_URL`, if set; then only that origin is accepted
 */
export function isCloudFormationResponseUrl(responseUrl: string, region: string, endpointOverride?: string): boolean {
  const { origin, hostname, protocol } = new URL(responseUrl);
  if (endpointOverride !== undefined) {
    return origin === new URL(endpointOverride).origin;
  }
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll("-", "")}`;
  const hosts = [`s3.${region}`, `s3-${region}`, "s3"].map((host) => `${bucket}.${host}.amazonaws.com`);
  return protocol === "https:" && hosts.includes(hostname);
}
