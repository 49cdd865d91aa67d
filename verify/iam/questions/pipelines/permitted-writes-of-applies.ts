import { ownEntry } from "../../../collections/own-entry";
import type { DeploymentKind } from "../../../posture/declared-pipeline";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { type ValueTest, valueTest } from "../../request-space/statements/distinctions";
import type { PermittedRequest } from "../roles/permitted-requests";
import { permittedUsesOfState } from "./permitted-uses-of-state";
import type { LocatedPipeline } from "./pipelines";
import { writesOfKind } from "./writes-by-service";

const bucketPurposes: Readonly<Record<DeploymentKind, readonly string[]>> = {
  studio: ["access-logs", "data", "models", "templates", "trail"],
  inspection: [],
};

const bucketSettings =
  /^s3:(DeleteBucket|(Delete|Put)BucketPolicy|PutBucket(Logging|OwnershipControls|PublicAccessBlock|Tagging|Versioning)|Put(Encryption|Lifecycle)Configuration|(Tag|Untag)Resource)$/;

/** Services with another name in their ARNs than in their actions. */
const arnServices: Readonly<Record<string, string>> = { servicecatalog: "catalog" };

/** Names the Region where a request without a Region in its ARN creates or changes something. */
export const requestIn = (region: string): ValueTest => valueTest("aws:requestedregion", [region]);

/** What an apply role may change in the account, except in IAM. */
export function permittedWritesOfApplies(
  model: PolicyModel,
  role: RoleWithPolicies,
  pipeline: LocatedPipeline,
): readonly PermittedRequest[] {
  const { partition, account } = model.text;
  const { kind, namePrefix, environment, region } = pipeline;
  const named = (pattern: string): string =>
    pattern.replace("{name}", namePrefix).replace("{environment}", environment);
  const buckets = bucketPurposes[kind].map((purpose) => `arn:${partition}:s3:::${namePrefix}-${purpose}-${account}`);
  return [
    ...writesOfKind(kind).flatMap(([service, names, resources]): readonly PermittedRequest[] => {
      const actions = new RegExp(`^${service}:(${names})$`);
      const inRegion = `arn:${partition}:${ownEntry(arnServices, service) ?? service}:${region}`;
      switch (resources) {
        case "anything":
          return [{ actions }];
        case "request-in-region":
          return [
            { actions, when: [requestIn(region)] },
            { actions, resourceArns: [`${inRegion}:${account}:*`] },
          ];
        case "anything-in-region":
          // Images of AWS have no account in their ARNs.
          return [{ actions, resourceArns: [`${inRegion}:${account}:*`, `${inRegion}::image/*`] }];
        default:
          return [{ actions, resourceArns: resources.map((end) => `${inRegion}:${account}:${named(end)}`) }];
      }
    }),
    // AWS owns these rule groups, and nobody else changes them. A firewall policy that names one needs a permission on it.
    {
      actions: /^network-firewall:/,
      resourceArns: [`arn:${partition}:network-firewall:${region}:aws-managed:stateful-rulegroup/*`],
    },
    ...permittedUsesOfState(model, role, pipeline),
    ...(buckets.length === 0
      ? []
      : [
          // A name of a bucket contains no slash, so the second pattern names no other bucket.
          { actions: bucketSettings, resourceArns: buckets.flatMap((arn) => [arn, `${arn}/*`]) },
          { actions: /^s3:CreateBucket$/, resourceArns: buckets, when: [requestIn(region)] },
          { actions: /^s3:DeleteObject(Version)?$/, resourceArns: buckets.map((arn) => `${arn}/*`) },
          {
            actions: /^s3:PutObject(Tagging)?$/,
            resourceArns: [`arn:${partition}:s3:::${namePrefix}-templates-${account}/*`],
          },
        ]),
    { actions: /^kms:CreateKey$/, when: [requestIn(region)] },
    {
      actions:
        /^kms:((Create|Delete|Update)Alias|CreateGrant|(Disable|Enable)Key(Rotation)?|PutKeyPolicy|ScheduleKeyDeletion|(Tag|Untag)Resource|UpdateKeyDescription)$/,
      resourceArns: [`arn:${partition}:kms:${region}:${account}:key/*`],
      when: [valueTest("aws:resourcetag/environment", [environment])],
    },
    {
      actions: /^kms:(Create|Delete|Update)Alias$/,
      resourceArns: [`arn:${partition}:kms:${region}:${account}:alias/${namePrefix}-*`],
    },
  ];
}
