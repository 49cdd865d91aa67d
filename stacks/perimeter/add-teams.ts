import { Construct } from "constructs";
import type { PerimeterContext } from "../../constructs/context/perimeter-context";
import { ExecutionRole } from "../../constructs/execution-role/execution-role";
import {
  ExecutionRolePermissions,
  type ExecutionRolePermissionsProps,
} from "../../constructs/execution-role/execution-role-permissions";
import type { SecurityGroups } from "../../constructs/network/security-groups";
import type { PublishedId } from "../../constructs/outputs/published-ids";
import { LockedBuckets, type LockedBucketsProps, lockedBucketName } from "../../constructs/storage/locked-buckets";
import type { StudioTeam } from "../../constructs/studio/studio";

/** A team with its execution role. Its buckets and permissions are added when what they depend on exists. */
export interface Team {
  readonly name: string;
  /** Below it is everything of the team. */
  readonly scope: Construct;
  /** That of the environment, with the prefix of the team's names: `studio-perimeter-dev-risk`. */
  readonly context: PerimeterContext;
  readonly executionRole: ExecutionRole;
}

/** A team with its buckets. */
export interface TeamWithBuckets extends Team {
  readonly buckets: LockedBuckets;
}

/** Resource name prefix of a team: `studio-perimeter-dev-risk`. */
export function teamResourceName(environment: string, team: string): string {
  return `${environment}-${team}`;
}

/** What the names of everything that users of a team create must start with: `risk-`. */
export function teamNamePrefix(team: string): string {
  return `${team}-`;
}

/** Names of the buckets of a team. */
export function teamBucketNames(resourceName: string, accountId: string): readonly string[] {
  return (["data", "models"] as const).map((purpose) => lockedBucketName(resourceName, purpose, accountId));
}

/** Adds the teams with their execution roles. */
export function addTeams(scope: Construct, context: PerimeterContext, names: readonly string[]): readonly Team[] {
  return names.map((name) => {
    const teamScope = new Construct(scope, `team_${name}`);
    const teamContext = { ...context, name: teamResourceName(context.name, name) };
    return {
      name,
      scope: teamScope,
      context: teamContext,
      executionRole: new ExecutionRole(teamScope, "execution_role", { context: teamContext }),
    };
  });
}

/** What the buckets of a team have in common with those of the environment. */
type CommonBucketProps = Pick<LockedBucketsProps, "s3EndpointIds" | "deployers" | "breakGlass" | "forceDestroy">;

/** Adds the buckets of the teams, whose access is logged to the environment's bucket. */
export function addTeamBuckets(
  teams: readonly Team[],
  common: CommonBucketProps,
  { accessLogs, logDelivery, deployerCheck }: LockedBuckets,
): readonly TeamWithBuckets[] {
  return teams.map((team) => ({
    ...team,
    buckets: new LockedBuckets(team.scope, "locked_buckets", {
      ...common,
      context: team.context,
      deployerCheck,
      accessLogs: { bucket: accessLogs, logDelivery, prefix: `${team.name}/` },
    }),
  }));
}

/** Permissions of a team's role that are those of every other execution role. */
type CommonPermissionProps = Omit<
  ExecutionRolePermissionsProps,
  | ("context" | "executionRoleArn" | "executionRoleName")
  | ("securityGroupIds" | "bucketArns" | "bucketKeyArn" | "namePrefix")
>;

/**
 * Adds the permissions of the teams' roles.
 *
 * Volumes of apps and jobs have the key of the domain, because a domain has one key. Nobody reads a volume with it: only SageMaker, EC2 and
 * EFS use it, for the volumes that they attach.
 */
export function addTeamPermissions(
  teams: readonly TeamWithBuckets[],
  common: CommonPermissionProps,
  { studio, teamJobs }: SecurityGroups,
): void {
  for (const { name, scope, context, executionRole, buckets } of teams) {
    const jobs = teamJobs.get(name);
    new ExecutionRolePermissions(scope, "permissions", {
      ...common,
      context,
      executionRoleArn: executionRole.arn,
      executionRoleName: executionRole.name,
      securityGroupIds: [studio.id, ...(jobs === undefined ? [] : [jobs.id])],
      bucketArns: [buckets.data.arn, buckets.models.arn],
      bucketKeyArn: buckets.key.arn,
      namePrefix: teamNamePrefix(name),
    });
  }
}

/** The teams as their domain sees them. */
export function studioTeams(teams: readonly Team[]): readonly StudioTeam[] {
  return teams.map(({ name, context, executionRole }) => ({
    name,
    resourceName: context.name,
    executionRoleArn: executionRole.arn,
  }));
}

/** The ids of a team that its users and other stacks need. */
export function publishedTeamIds(teams: readonly TeamWithBuckets[]): readonly PublishedId[] {
  return teams.flatMap(({ name, executionRole, buckets }) => [
    { name: `team_${name}_execution_role_arn`, value: executionRole.arn, description: `Execution role of ${name}` },
    { name: `team_${name}_data_bucket_name`, value: buckets.data.bucket, description: `Bucket for data of ${name}` },
    {
      name: `team_${name}_models_bucket_name`,
      value: buckets.models.bucket,
      description: `Bucket for models of ${name}`,
    },
    { name: `team_${name}_buckets_key_arn`, value: buckets.key.arn, description: `KMS key of the buckets of ${name}` },
  ]);
}
