import {
  type AskedResources,
  type IamAction,
  kmsKey,
  type PolicyModel,
  resourcesOfAccount,
  roleToAssume,
  trustOf,
} from "../../iam/ask";
import { readResourceBasedPolicies } from "../../iam/attachments/resource-based-policies";
import { resourceArnFormats } from "../../iam/aws/action-catalog";
import type { Policy } from "../../iam/language/parse-policy";
import { compileGlob, matchesGlob } from "../../iam/patterns/glob";
import { isOpaquePlaceholder } from "../../iam/patterns/placeholders";
import { ownAccountAsOwner } from "../../iam/request-space/resources/resource-owners";
import { keyTypes } from "../../terraform/resource-types/groups/type-groups";
import type { Resource, TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { findSubject } from "../grammar/find-subject";
import { faults, type Read, value } from "../grammar/question";
import { resourcesAbout } from "./resources-about";

/** What a request acts on, and what the configuration shows of its policy. */
export interface AskedTarget {
  /** For messages: the address, or the ARN. */
  readonly text: string;
  readonly on: AskedResources;
  /**
   * - `known`: `on` has every policy of the resource.
   * - `unknown`: the resource may have a policy that the configuration does not show.
   */
  readonly policy: "known" | "unknown";
  /** Whether the configuration shows that the account of the stack owns the resource. */
  readonly isOwn: boolean;
  /** Whether the question names no resource, so that any one of the account is meant. @default false */
  readonly isAny?: boolean;
  /** What of the policies is not understood. */
  readonly doubts: readonly Evidence[];
  readonly policies: readonly Policy[];
  /** Address of the bucket, if it is one of the configuration. */
  readonly bucket?: string;
}

const place = "request: on";

/** Finds the resource of a question: by address, by name or by ARN, with the key of an object after a slash. */
export function readTarget(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  word: string | undefined,
  action: IamAction,
): Read<AskedTarget> {
  if (action.resourceTypes.length === 0 || word === undefined || word === "*") {
    const named = word === undefined || word === "*" ? "any resource" : `any resource (${action.name} names none)`;
    return value({
      text: named,
      on: resourcesOfAccount,
      policy: "known",
      isOwn: true,
      isAny: action.resourceTypes.length > 0,
      doubts: [],
      policies: [],
    });
  }
  const bucket = action.service === "s3" ? readBucket(configuration, model, word, action) : undefined;
  return (
    bucket ??
    (word.startsWith("arn:")
      ? targetOfArn(configuration, model, word, action)
      : targetOfWord(configuration, model, word, action))
  );
}

/** A bucket of the configuration, with an object key. */
function readBucket(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  word: string,
  action: IamAction,
): Read<AskedTarget> | undefined {
  const [, name = word, key] = /^([^/]+)\/(.*)$/.exec(word) ?? [];
  const named = model.buckets.find((one) => one.arn === name || one.name === name);
  const found =
    named === undefined && !word.startsWith("arn:")
      ? findSubject(configuration, place, name, ({ type }) => type === "aws_s3_bucket")
      : undefined;
  if (found?.kind === "faults") {
    return found;
  }
  const address = named?.address ?? found?.value.address;
  const bucket = model.buckets.find((one) => one.address === address);
  if (bucket === undefined) {
    return undefined;
  }
  const arns = { object: `${bucket.arn}/${key ?? "?*"}`, bucket: bucket.arn };
  if (!action.resourceTypes.some((type) => Object.hasOwn(arns, type))) {
    return faults(actsOnOther(action, bucket.address));
  }
  const { policies, doubts } = bucket;
  return value({
    text: key === undefined ? bucket.address : `${bucket.address}/${key}`,
    on: {
      service: "s3",
      arnPatternByType: arns,
      ownersFor: (statements, text) => [{ ...ownAccountAsOwner(text, statements), label: `in ${bucket.address}` }],
      policies,
    },
    policy: "known",
    isOwn: true,
    doubts,
    policies,
    bucket: bucket.address,
  });
}

function actsOnOther({ name, resourceTypes }: IamAction, word: string) {
  return { place, problem: `${name} acts on ${resourceTypes.join(", ")} only`, word, advice: "name such a resource" };
}

function targetOfWord(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  word: string,
  action: IamAction,
): Read<AskedTarget> {
  const roleName = /^role\/(.+)$/.exec(word)?.[1];
  const role = model.roles.find(({ name, address }) => name === roleName || address === word);
  const found =
    role === undefined ? findSubject(configuration, place, roleName ?? word, wantedTypes(action)) : undefined;
  if (found?.kind === "faults") {
    return found;
  }
  const resource = found?.value ?? configuration.resources.find(({ address }) => address === role?.address);
  return resource === undefined
    ? faults({ place, problem: "no such subject", word })
    : targetOfResource(configuration, model, resource, action);
}

/** Types of the resources that a service's actions act on, where Terraform gives them another name than the service. */
const TYPES_OF_SERVICE: ReadonlyMap<string, readonly string[]> = new Map([
  ["s3", ["aws_s3_bucket"]],
  ["kms", [...keyTypes]],
  ["sts", ["aws_iam_role"]],
]);

function wantedTypes({ service }: IamAction): (resource: Resource) => boolean {
  const types = TYPES_OF_SERVICE.get(service);
  return ({ type }) => types?.includes(type) ?? true;
}

function targetOfResource(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  resource: Resource,
  action: IamAction,
): Read<AskedTarget> {
  const { address } = resource;
  const key = model.kmsKeys.find((one) => one.address === address);
  if (key !== undefined && action.service === "kms") {
    const { policies, doubts } = key;
    return value({ text: address, on: kmsKey(key), policy: "known", isOwn: true, doubts, policies });
  }
  const role = model.roles.find((one) => one.address === address);
  if (role !== undefined && action.service === "sts") {
    const { trustPolicies: policies, doubts } = role;
    return value({ text: address, on: roleToAssume(trustOf(role)), policy: "known", isOwn: true, doubts, policies });
  }
  const arn = model.text.resolve(`\${${address}.arn}`);
  const types = typesOfArn(arn, action);
  if (types.length === 0) {
    return faults(actsOnOther(action, address));
  }
  const about = resourcesAbout(configuration, resource, action.service);
  const { policies, doubts } = readResourceBasedPolicies(about.configuration, model.text);
  return value({
    text: address,
    on: {
      service: action.service,
      arnPatternByType: Object.fromEntries(types.map((type) => [type, arn])),
      ownersFor: (statements, text) => [{ ...ownAccountAsOwner(text, statements), label: `(${address})` }],
      policies,
    },
    policy: action.service === "sns" && policies.length === 0 ? "unknown" : "known",
    isOwn: true,
    doubts: [...doubts, ...about.doubts],
    policies,
  });
}

/** A resource outside the configuration, or one whose ARN the configuration shows. */
function targetOfArn(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  arn: string,
  action: IamAction,
): Read<AskedTarget> {
  const own = configuration.resources.find(
    ({ address, mode }) => mode === "managed" && model.text.resolve(`\${${address}.arn}`) === arn,
  );
  if (own !== undefined) {
    return targetOfResource(configuration, model, own, action);
  }
  if (arn.split(":").length < 6) {
    return faults({
      place,
      problem: "not an ARN",
      word: arn,
      advice: "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE",
    });
  }
  const types = typesOfArn(arn, action);
  if (types.length === 0) {
    return faults(actsOnOther(action, arn));
  }
  const account = arn.split(":")[4] ?? "";
  return value({
    text: arn,
    on: {
      service: action.service,
      arnPatternByType: Object.fromEntries(types.map((type) => [type, arn])),
      ownersFor: (statements, text) => [{ ...ownAccountAsOwner(text, statements), label: "outside the configuration" }],
    },
    policy: "unknown",
    isOwn: account !== "" && account === model.text.account,
    doubts: [],
    policies: [],
  });
}

/** The resource types of the action that an ARN can be; all of them where the ARN is not known. */
function typesOfArn(arn: string, { service, resourceTypes }: IamAction): readonly string[] {
  if ([...arn].length === 1 && isOpaquePlaceholder(arn)) {
    return resourceTypes;
  }
  const formats = resourceArnFormats(service);
  return resourceTypes.filter((type) => {
    const format = formats.get(type);
    return format === undefined || matchesGlob(compileGlob(format.replace(/\$\{\w+\}/g, "*"), "text"), arn);
  });
}
