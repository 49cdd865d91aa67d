import type { DeclaredTeam } from "../../../posture/studio/read-teams";
import { blocksOf, resourcesOfType, type TerraformConfiguration } from "../../../terraform/terraform-configuration";
import {
  counterexample,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  proof,
} from "../../../verdict/findings";
import type { BucketWithPolicy } from "../../attachments/bucket-with-policy";
import type { KeyWithPolicy } from "../../attachments/key-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { defaultKeysOf } from "../data/bucket-settings";

/** What belongs to a team in a configuration. */
export interface TeamAssets {
  readonly team: DeclaredTeam;
  readonly roles: readonly RoleWithPolicies[];
  readonly buckets: readonly BucketWithPolicy[];
  /** The keys that encrypt the buckets by default. */
  readonly keys: readonly KeyWithPolicy[];
  /** Names of the user profiles that run as the role. */
  readonly profiles: readonly string[];
  /** IDs of the security groups. */
  readonly securityGroups: readonly string[];
}

/** What belongs to each declared team. What is missing is judged by {@link judgeAssets}. */
export function teamAssets(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  teams: readonly DeclaredTeam[],
): readonly TeamAssets[] {
  return teams.map((team) => {
    const roles = model.executionRoles.filter(({ name }) => name === team.role);
    const names = team.buckets.map((name) => model.text.resolve(name));
    const buckets = model.buckets.filter((bucket) => names.includes(bucketName(bucket, model)));
    return {
      team,
      roles,
      buckets,
      keys: [...new Set(buckets.flatMap((bucket) => defaultKeysOf(model, bucket).filter((key) => key !== undefined)))],
      profiles: profilesOf(configuration, model, roles),
      securityGroups: resourcesOfType(configuration, "aws_security_group")
        .filter(({ values: { name } }) => typeof name === "string" && team.securityGroups.includes(name))
        .map(({ address }) => model.text.resolve(`\${${address}.id}`)),
    };
  });
}

function bucketName({ configuredBy: [bucket], name }: BucketWithPolicy, { text }: PolicyModel): string {
  const literal = bucket?.values.bucket;
  return typeof literal === "string" ? text.resolve(literal) : name;
}

function profilesOf(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  roles: readonly RoleWithPolicies[],
): readonly string[] {
  const arns = roles.map(({ arn }) => arn);
  return resourcesOfType(configuration, "aws_sagemaker_user_profile").flatMap(({ values }) => {
    const [settings = {}] = blocksOf(values.user_settings);
    const role = settings.execution_role;
    const name = values.user_profile_name;
    return typeof role === "string" && typeof name === "string" && arns.includes(text.resolve(role)) ? [name] : [];
  });
}

/** Whether each team has what it declares, with a key of its own. */
export function judgeAssets(all: readonly TeamAssets[]): Findings {
  return findingsForEach(all, (assets) => {
    const { team, roles, buckets, keys } = assets;
    const others = all.filter((other) => other !== assets);
    const sharedKeys = keys.filter((key) => others.some((other) => other.keys.includes(key)));
    const missing = [
      ...(roles.length === 0 ? [`no app or job of Studio runs as its role ${team.role}`] : []),
      ...(buckets.length < team.buckets.length ? ["a bucket of it is not in the configuration"] : []),
      ...(keys.length === 0 ? ["its buckets have no key of the stack"] : []),
    ];
    return mergeFindings([
      findingsForEach(missing, (text) => counterexample(`${team.name}: ${text}`)),
      findingsForEach(sharedKeys, ({ address }) =>
        counterexample(`${address} encrypts buckets of ${team.name} and of another team`, address),
      ),
      missing.length + sharedKeys.length === 0
        ? proof(`${team.name} has a role, buckets and a key of its own`, ...keys.map(({ address }) => address))
        : findingsOf({}),
    ]);
  });
}
