import { memoize } from "../../collections/memoize";
import type { Evidence } from "../../verdict/claim";
import type { RoleWithPolicies } from "../attachments/role-with-policies";
import type { PolicySet } from "../evaluation/authorize";
import type { Policy, Statement } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { ownAccountAsOwner, type ResourceOwner, resourceOwners } from "../request-space/resources/resource-owners";

/** A bucket, key or role with the policies that are attached to it. */
export interface NamedResource {
  readonly address: string;
  readonly arn: string;
  readonly policies: readonly Policy[];
}

/** A bucket or key as a fact of a check: what is read of it, as plain data. */
export interface ResourceFacts extends NamedResource {
  /** What of its policies is not understood. */
  readonly doubts: readonly Evidence[];
}

/** What a check reads of a bucket or key, without all else that the configuration says about it. */
export function resourceFacts({ address, arn, policies, doubts }: ResourceFacts): ResourceFacts {
  return { address, arn, policies, doubts };
}

/** What the requests of a question act on. */
export interface AskedResources {
  /** Service of the actions that a question without actions asks about. @default - every service */
  readonly service?: string;
  /** ARN pattern by resource type. @default - every resource of every type */
  readonly arnPatternByType?: Readonly<Record<string, string>>;
  /** Accounts that own the resources. */
  ownersFor(statements: readonly Statement[], text: PolicyTextResolver): readonly ResourceOwner[];
  /**
   * Policies attached to the resources.
   *
   * @default - unknown: for a role, none in the stack's account or organization; otherwise one that allows everything
   */
  readonly policies?: readonly Policy[];
  /** @default "union" */
  readonly resourcePolicyMode?: PolicySet["resourcePolicyMode"];
}

/** Every resource of the stack's account. */
export const resourcesOfAccount: AskedResources = {
  ownersFor: (statements, text) => [ownAccountAsOwner(text, statements)],
};

/** Every resource of every account, and of AWS itself. */
export const resourcesOfAnyone: AskedResources = { ownersFor: (statements, text) => resourceOwners(text, statements) };

/** Every resource of accounts that are not ours, and of AWS itself. */
export const resourcesOfOthers: AskedResources = {
  ownersFor: (statements, text) => resourceOwners(text, statements).filter(({ isOwn }) => !isOwn),
};

/** A bucket and its objects. */
export function bucketAndObjects({ address, arn, policies }: NamedResource): AskedResources {
  return {
    service: "s3",
    arnPatternByType: { object: `${arn}/?*`, bucket: arn },
    ownersFor: ownAccountWithLabel(`in ${address}`),
    policies,
  };
}

/** The objects of a bucket whose keys match a pattern. */
export function objectsOf({ address, arn, policies }: NamedResource, keys: string): AskedResources {
  return {
    service: "s3",
    arnPatternByType: { object: `${arn}/${keys}` },
    ownersFor: ownAccountWithLabel(`in ${address}`),
    policies,
  };
}

/**
 * A log group and its streams. CloudWatch Logs compares policies with ARNs that end with the name of a stream, which is empty for
 * the group itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function logGroup({ address, arn }: Pick<NamedResource, "address" | "arn">): AskedResources {
  return {
    service: "logs",
    arnPatternByType: { "log-group": `${arn}:log-stream:`, "log-stream": `${arn}:log-stream:?*` },
    ownersFor: ownAccountWithLabel(`in ${address}`),
  };
}

/** A KMS key. Its policy has to allow a request, or to delegate to the account's IAM policies. */
export function kmsKey({ address, arn, policies }: NamedResource): AskedResources {
  return {
    service: "kms",
    arnPatternByType: { key: arn },
    ownersFor: ownAccountWithLabel(`(${address})`),
    policies,
    resourcePolicyMode: "required",
  };
}

/** A repository of CodeArtifact and its packages. */
export function packageRepository({ address, arn, policies }: NamedResource): AskedResources {
  return {
    service: "codeartifact",
    arnPatternByType: { repository: arn, package: `${packageArnPrefix(arn)}?*` },
    ownersFor: ownAccountWithLabel(`(${address})`),
    policies,
  };
}

/** What the ARNs of a repository's packages begin with. */
export function packageArnPrefix(repositoryArn: string): string {
  return `${repositoryArn.replace(":repository/", ":package/")}/`;
}

/** An SNS topic, as what messages are published to. */
export function snsTopic({ address, arn, policies }: NamedResource): AskedResources {
  return {
    service: "sns",
    arnPatternByType: { topic: arn },
    ownersFor: ownAccountWithLabel(`(${address})`),
    policies,
  };
}

/** A role as a resource that somebody assumes; its policies are its trust policies. */
export type RoleTrust = NamedResource & Pick<RoleWithPolicies, "name">;

/** A role as a resource. */
export const trustOf: (role: RoleWithPolicies) => RoleTrust = memoize(({ address, arn, name, trustPolicies }) => ({
  address,
  arn,
  name,
  policies: trustPolicies,
}));

/**
 * A role that somebody assumes. Its trust policy has to allow a request, or to delegate to the account's IAM policies.
 *
 * @param trust see {@link trustOf}
 */
export function roleToAssume({ address, arn, policies }: NamedResource): AskedResources {
  return {
    service: "sts",
    arnPatternByType: { role: arn },
    ownersFor: ownAccountWithLabel(`(${address})`),
    policies,
    resourcePolicyMode: "required",
  };
}

function ownAccountWithLabel(label: string): AskedResources["ownersFor"] {
  return (statements, text) => [{ ...ownAccountAsOwner(text, statements), label }];
}
