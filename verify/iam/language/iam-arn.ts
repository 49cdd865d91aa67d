/**
 * ARN of an IAM resource of an account. IAM has no Regions.
 *
 * @param resource such as `role/NAME` or `root`
 */
export function iamArn(
  { partition, account }: { readonly partition: string; readonly account: string },
  resource: string,
): string {
  return `arn:${partition}:iam::${account}:${resource}`;
}
