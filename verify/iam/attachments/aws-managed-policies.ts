import { managedPolicyDocument } from "../../../aws/managed-policies";
import { type Policy, parsePolicy } from "../language/parse-policy";

const managedPolicyArn = /^arn:([^:]+):iam::aws:policy\/((?:[\w-]+\/)*([\w+=,.@-]+))$/u;

/** Name of an AWS managed policy, `undefined` when the ARN is not one. */
export function awsManagedPolicyName(arn: string): string | undefined {
  return managedPolicyArn.exec(arn)?.[3];
}

/**
 * The document of an AWS managed policy; `undefined` when the catalog does not have it. Other partitions have other documents.
 *
 * @param address of the attachment, for messages
 */
export function awsManagedPolicy(arn: string, address: string): Policy | undefined {
  const [, partition, path = ""] = managedPolicyArn.exec(arn) ?? [];
  const document = partition === "aws" ? managedPolicyDocument(path) : undefined;
  return document === undefined ? undefined : parsePolicy(document, address);
}
