import { Construct } from "constructs";
import type { PerimeterContext } from "../../constructs/context/perimeter-context";
import type { CentralEgress } from "../../constructs/egress/central-egress";
import { awsOwnedAccounts } from "../../constructs/endpoints/aws-owned-accounts";
import { CAPABILITY_NAMES } from "../../constructs/execution-role/capabilities/capabilities";
import { ExecutionRolePermissions } from "../../constructs/execution-role/execution-role-permissions";
import { attachPolicies } from "../../constructs/iam/attached-policies";
import type { Environment } from "../../envs/schema/environment";
import { addTeamPermissions, type TeamWithBuckets } from "./add-teams";
import type { UserAccessConstructs } from "./add-user-access";
import { executionRoleUrlDenials } from "./presigned-url-sources";

/** The constructs of a perimeter, except user access. */
export interface PerimeterConstructs extends Omit<UserAccessConstructs, "context"> {
  /** `undefined` if the environment has no central egress. */
  readonly centralEgress: CentralEgress | undefined;
  readonly teams: readonly TeamWithBuckets[];
}

/**
 * Adds the permissions of the execution roles. With teams, the role of the domain has none: each user runs as the role of a team.
 */
export function addPermissions(
  scope: Construct,
  context: PerimeterContext,
  environment: Environment,
  constructs: PerimeterConstructs,
): void {
  const { network, securityGroups, executionRole, buckets, teams } = constructs;
  const { region, jumpStart, studio } = environment;
  const common = {
    domainId: constructs.studio.domainId,
    vpcId: network.vpcId,
    subnetIds: network.subnets("studio").map((subnet) => subnet.id),
    studioKeyArn: constructs.studioKey.arn,
    packageStatements: constructs.packages?.readStatements,
    imageAccountIds: awsOwnedAccounts(region).imageRegistries,
    jumpStart,
    capabilities: CAPABILITY_NAMES.filter((name) => studio.capabilities[name]),
    instanceTypes: studio.instanceTypes,
    mlflowEndpointId: studio.capabilities.mlflow ? constructs.endpoints.endpointId("experiments") : undefined,
    presignedUrlDenials: executionRoleUrlDenials(constructs, environment),
  };
  addTeamPermissions(teams, common, securityGroups);
  if (teams.length > 0) {
    attachPolicies(new Construct(scope, "permissions"), {
      roleName: executionRole.name,
      policyPrefix: `${context.name}-execution`,
      statementsByPolicy: {},
      additionalPolicyArns: [],
    });
    return;
  }
  new ExecutionRolePermissions(scope, "permissions", {
    ...common,
    context,
    executionRoleArn: executionRole.arn,
    executionRoleName: executionRole.name,
    securityGroupIds: [securityGroups.studio.id, securityGroups.jobs.id],
    bucketArns: [buckets.data.arn, buckets.models.arn],
    bucketKeyArn: buckets.key.arn,
  });
}
