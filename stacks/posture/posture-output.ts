import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { type AnyEnvironment, partnersOf } from "../../envs/inspection/inspection-environment";
import { resourceNamePrefix } from "../../envs/prefix";
import { allowListOf, type Environment } from "../../envs/schema/environment";
import { teamBucketNames, teamNamePrefix, teamResourceName } from "../perimeter/add-teams";
import { declaredTlsInspection } from "../perimeter/tls-inspection-settings";

/** Posture that a stack declares, as read by `verify`. */
export type PostureKind = "isolated" | "inspected" | "inspected-multi-az";

/** Posture of an environment. */
export function postureKind(environment: Environment): PostureKind {
  if (environment.egress.kind === "none") {
    return "isolated";
  }
  return environment.resilience === "multi-zone" ? "inspected-multi-az" : "inspected";
}

/**
 * Adds the Terraform output `perimeter_posture`. Plans and states contain it, so `verify` can read the posture from them.
 */
export function addPostureOutput(
  scope: Construct,
  environment: Environment,
  principals: {
    readonly deployers: readonly string[];
    readonly breakGlass: readonly string[];
    /** Id of the account, which is part of the names of buckets. */
    readonly accountId: string;
    /** The permissions boundary of every role, as `policy/<name>`; `undefined` if there is none. */
    readonly boundary: string | undefined;
    /** SHA-256 of the archive of the self-service function, in base64; `undefined` if there is none. */
    readonly signInCode: string | undefined;
  },
): void {
  new TerraformOutput(scope, "perimeter_posture", {
    description: "Declared posture of the perimeter; studio-perimeter verify checks every claim against it",
    value: {
      posture: postureKind(environment),
      allowed_domains: allowListOf(environment).map(({ name, match, ports }) => ({ name, match, ports })),
      ...declaredBasics({ ...environment, ...principals }),
      ...(environment.organizationId === undefined ? {} : { organization_id: environment.organizationId }),
      ...(environment.egress.kind === "inspected"
        ? declaredTlsInspection(environment.egress, environment.egress.allowList)
        : {}),
      ...auditTrail(environment),
      ...detection(environment),
      ...corporateNetworks(environment),
      ...presignedUrlNetworks(environment),
      ...identityProviders(environment),
      ...packageSources(environment),
      ...(principals.signInCode === undefined ? {} : { sign_in_code: [principals.signInCode] }),
      ...instanceTypes(environment),
      ...ownEndpoints(environment),
      ...teams(environment, principals.accountId),
      ...joinedStacks(environment),
      ...networkAccounts(environment),
      ...permissionsBoundaries(principals.boundary),
    },
  });
}

/** The account of the transit gateway, whose state a join may have. */
function networkAccounts({ egress }: Environment): object {
  return egress.kind === "central" && egress.transitGatewayAccount !== undefined
    ? { accounts: [egress.transitGatewayAccount] }
    : {};
}

/** What stacks of every kind of environment declare; principals as ARN patterns. */
export function declaredBasics(
  environment: Pick<
    Environment,
    "state" | "protections" | "deployers" | "logRetentionDays" | "alarmTopicArns" | "harmlessResources" | "accepted"
  > & { readonly breakGlass?: readonly string[] },
): object {
  return {
    protections: environment.protections,
    deployers: environment.deployers,
    break_glass: environment.breakGlass ?? [],
    log_retention_days: environment.logRetentionDays,
    ...alarmTopics(environment),
    ...hcpOrganizations(environment),
    ...harmlessResources(environment),
    ...acceptedFindings(environment),
  };
}

/** The stacks that this one names and that `verify` judges together with it. One that is not there is not joined. */
export function joinedStacks(environment: AnyEnvironment): object {
  const names = partnersOf(environment);
  return names.length > 0 ? { joined_stacks: names } : {};
}

/** The permissions boundary of every role, which the bootstrap stack has. */
export function permissionsBoundaries(boundary: string | undefined): object {
  return boundary === undefined ? {} : { permissions_boundaries: [boundary] };
}

/** Which API calls a trail of the stack records. Without one, a trail of the account is relied on. */
function auditTrail({ auditTrail: trail }: Environment): object {
  return trail.kind === "own" ? { audit_trail: `${trail.events}-events` } : {};
}

/** What detective controls of the stack watch. */
function detection({ detection: controls }: Environment): object {
  return controls.kind === "on"
    ? { detection: controls.configRules === "none" ? "events" : "events-and-config-rules" }
    : {};
}

/** Services that the corporate network may use. Clients inside the VPC are identified by their security group instead. */
function corporateNetworks({ access }: Environment): object {
  if (access.kind === "off" || access.attachment.kind === "none") {
    return {};
  }
  const services = ["sagemaker.api", "studio", ...(access.notebookInstance === undefined ? [] : ["notebook"])];
  return { sources: [{ name: "corporate", cidrs: access.attachment.cidrs, services }] };
}

/** Who runs Terraform and keeps the state, other than the deployers. */
function hcpOrganizations({ state }: Pick<Environment, "state">): object {
  return state.kind === "cloud" ? { hcp_organizations: [`${state.hostname}/${state.organization}`] } : {};
}

/** Resource types and arguments that are declared harmless, with the reason for each. */
function harmlessResources({ harmlessResources: declared }: Pick<Environment, "harmlessResources">): object {
  const entries = declared.map(({ lastDay, ...entry }) => ({ ...entry, last_day: lastDay }));
  return entries.length > 0 ? { harmless: entries } : {};
}

/** Findings that the owners accept, in the format of policy files. */
function acceptedFindings({ accepted }: Pick<Environment, "accepted">): object {
  return accepted.length > 0 ? { accepted } : {};
}

/** Topics that alarms notify. They may belong to another account, so the posture declares them. */
function alarmTopics({ alarmTopicArns }: Pick<Environment, "alarmTopicArns">): object {
  return alarmTopicArns.length > 0 ? { alarm_topics: alarmTopicArns } : {};
}

/** Networks that may use presigned URLs, in addition to the environment's own endpoints. */
function presignedUrlNetworks({ access }: Environment): object {
  if (access.kind === "off") {
    return {};
  }
  const { allowedVpcIds, privateCidrs, publicCidrs } = access;
  const isNamed = [allowedVpcIds, privateCidrs, publicCidrs].some((list) => list.length > 0);
  return isNamed
    ? { url_sources: { vpc_ids: allowedVpcIds, private_cidrs: privateCidrs, public_cidrs: publicCidrs } }
    : {};
}

/** The identity provider of self-service users, which exists outside the stack. */
function identityProviders({ access }: Environment): object {
  const endUsers = access.kind === "on" && access.selfService.kind === "on" ? access.selfService.endUsers : undefined;
  switch (endUsers?.kind) {
    case "saml":
      return { identity_providers: [{ kind: "existing", provider: endUsers.provider }] };
    case "portal":
      return {
        identity_providers: [{ kind: "existing", provider: endUsers.provider, client_id: endUsers.clientId }],
      };
    default:
      return {};
  }
}

/** The public repository from which CodeArtifact fetches packages, the names that it takes, and who approves them. */
function packageSources({ packages }: Environment): object {
  if (packages.kind === "none") {
    return {};
  }
  return {
    package_sources: ["public:pypi"],
    ...(packages.approvers.length > 0 ? { package_approvers: packages.approvers } : {}),
    ...(packages.publicNames === undefined ? {} : { public_package_names: packages.publicNames }),
    ...(packages.ownNames.length > 0 ? { own_package_names: packages.ownNames } : {}),
  };
}

/** What each team has of its own. */
function teams({ name: environment, studio }: Environment, accountId: string): object {
  const declared = studio.teams.map(({ name }) => {
    const resourceName = teamResourceName(resourceNamePrefix(environment), name);
    return {
      name,
      role: `${resourceName}-execution`,
      buckets: teamBucketNames(resourceName, accountId),
      name_prefixes: [teamNamePrefix(name), `${resourceName}-`],
      security_groups: [`${resourceName}-jobs`],
    };
  });
  return declared.length > 0 ? { teams: declared } : {};
}

/** The instance types that users may use, where the environment lists some. */
function instanceTypes({ studio }: Environment): object {
  const listed = Object.entries(studio.instanceTypes).filter(([, types]) => types !== undefined);
  return listed.length > 0 ? { instance_types: Object.fromEntries(listed) } : {};
}

/** Endpoint services of the company, which no model can tell from those of others. */
function ownEndpoints({ endpoints }: Environment): object {
  const entries = endpoints.own.map(({ name, service, privateDnsName, ports, users }) => ({
    name,
    service,
    ports,
    ...(privateDnsName === undefined ? {} : { private_dns_name: privateDnsName }),
    ...(users === undefined ? {} : { users }),
  }));
  return entries.length > 0 ? { own_endpoints: entries } : {};
}
