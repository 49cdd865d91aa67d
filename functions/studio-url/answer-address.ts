/**
 * Whether an address is one of CloudFormation's for answers in the region.
 *
 * Whoever may call the function could otherwise name the stack of another's product and have that person's URL sent anywhere.
 *
 * @param standIn address that stands in for every service, as `AWS_ENDPOINT_URL` does for the SDKs
 */
export function isAnswerAddress(responseUrl: string, region: string, standIn?: string): boolean {
  const { origin, hostname, protocol } = new URL(responseUrl);
  if (standIn !== undefined) {
    return origin === new URL(standIn).origin;
  }
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll("-", "")}`;
  const hosts = [`s3.${region}`, `s3-${region}`, "s3"].map((host) => `${bucket}.${host}.amazonaws.com`);
  return protocol === "https:" && hosts.includes(hostname);
}
