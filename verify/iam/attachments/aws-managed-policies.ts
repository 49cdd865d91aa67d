import { ownEntry } from "../../collections/own-entry";
import catalog from "../aws/managed-policies.data.json";
import { type Policy, parsePolicy } from "../language/parse-policy";

/** The day on which the documents were published. AWS changes them without notice. */
export const managedPolicyDay: string = catalog.day;

const documents: Readonly<Record<string, string>> = catalog.documents;

const managedPolicyArn = /^arn:([^:]+):iam::aws:policy\/((?:[\w-]+\/)*([\w+=,.@-]+))$/u;

/** Name of an AWS managed policy, `undefined` when the ARN is not one. */
export function awsManagedPolicyName(arn: string): string | undefined {
  return managedPolicyArn.exec(arn)?.[3];
}

/**
 * The document of an AWS managed policy; `undefined` when the catalog does not have it. Other partitions have other documents.
 *
 * @param address of the attachment, for messages
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export function awsManagedPolicy(arn: string, address: string): Policy | undefined {
  const [, partition, path = ""] = managedPolicyArn.exec(arn) ?? [];
  const document = partition === "aws" ? ownEntry(documents, path) : undefined;
  return document === undefined ? undefined : parsePolicy(document, address);
}
