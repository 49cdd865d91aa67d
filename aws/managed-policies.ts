import catalog from "./managed-policies.data.json";

/** The day on which the documents were published. AWS changes them without notice. */
export const managedPolicyDay: string = catalog.day;

const documents = new Map(Object.entries<string>(catalog.documents));

const pathsByName = new Map([...documents.keys()].map((path) => [path.split("/").at(-1) ?? path, path]));

/**
 * The document of an AWS managed policy in the partition `aws`.
 *
 * @param path what its ARN has after `policy/`, such as `service-role/AWSLambdaRole`
 * @returns `undefined` when the catalog does not have it
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export function managedPolicyDocument(path: string): string | undefined {
  return documents.get(path);
}

/** What the ARN of the AWS managed policy of that name has after `policy/`; `undefined` when the catalog does not have it. */
export function managedPolicyPath(name: string): string | undefined {
  return pathsByName.get(name);
}
