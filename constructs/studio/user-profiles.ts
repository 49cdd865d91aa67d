import { SagemakerUserProfile } from "@cdktf/provider-aws/lib/sagemaker-user-profile";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { profileOwner } from "./self-service-users";
import { type LifecycleConfigArns, type StudioAppSettings, userSettings } from "./studio-app-settings";

/** One user of the domain. */
export interface UserProfile {
  /** Name of the user profile, 1-63 letters, digits and hyphens. */
  readonly name: string;
  /**
   * User name in IAM Identity Center. Required if the domain's authMode is `SSO`.
   *
   * @default - none
   */
  readonly ssoUserName?: string;
  /**
   * Name of the user's role sessions. Used if the domain's authMode is `IAM`.
   *
   * @default - the name of the user profile
   */
  readonly sessionName?: string;
  /**
   * Idle time after which the user's apps are shut down, in minutes.
   *
   * @default - the domain's default
   */
  readonly idleTimeoutInMinutes?: number;
  /**
   * Largest EBS volume that the user may request, in GB.
   *
   * @default - the domain's maximum
   */
  readonly maximumEbsVolumeSizeInGb?: number;
  /**
   * Ids of security groups that the user's apps have in addition.
   *
   * @default - none
   */
  readonly securityGroupIds?: readonly string[];
  /**
   * Name of the user's team.
   *
   * @default - none; apps run as the role of the domain
   */
  readonly team?: string;
}

/** What the users of one team have of their own. */
export interface TeamSettings {
  /** ARN of the role that their apps and jobs run as. */
  readonly executionRoleArn: string;
  /** Lifecycle configurations of their apps. */
  readonly lifecycleConfigs: LifecycleConfigArns;
}

/** Props of {@link addUserProfiles}. */
export interface UserProfilesProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Id of the Studio domain. */
  readonly domainId: string;
  /** How users of the domain sign in. */
  readonly authMode: "IAM" | "SSO";
  /** Defaults of every user. */
  readonly appSettings: StudioAppSettings;
  /** Whether the apps of one user may connect to each other. */
  readonly selfIngress: boolean;
  /** Lifecycle configurations of every user's apps. */
  readonly lifecycleConfigs: LifecycleConfigArns;
  readonly userProfiles: readonly UserProfile[];
  /** Team -> its settings. */
  readonly teams: ReadonlyMap<string, TeamSettings>;
}

/** Tag key that identifies the owner of a user profile or notebook instance. IAM policies compare it. */
export const USER_TAG = "studiouserid";

/** TCP ports of Studio apps and their kernels. */
const APP_PORTS = { ipProtocol: "tcp", fromPort: 8192, toPort: 65535 };

/**
 * Adds the user profiles of a domain, each with its own settings. Settings of a user profile can be updated, in contrast to
 * the defaults of the domain.
 *
 * @throws if a profile of a domain with authMode `SSO` has no `ssoUserName`, or the team of a profile is not known
 */
export function addUserProfiles(scope: Construct, props: UserProfilesProps): void {
  for (const profile of props.userProfiles) {
    const id = profile.name.replaceAll("-", "_");
    const ownGroupIds = props.selfIngress ? [createUserSecurityGroup(scope, id, profile, props).id] : [];
    const userGroupIds = [...ownGroupIds, ...(profile.securityGroupIds ?? [])];
    const { executionRoleArn, lifecycleConfigs } = teamSettings(profile, props);
    new SagemakerUserProfile(scope, `profile_${id}`, {
      domainId: props.domainId,
      userProfileName: profile.name,
      ...singleSignOn(profile, props.authMode),
      userSettings: userSettings(
        profileSettings(profile, { ...props.appSettings, executionRoleArn }, userGroupIds),
        lifecycleConfigs,
      ),
      tags: { [USER_TAG]: profileOwner(profile) },
    });
  }
}

function teamSettings({ name, team }: UserProfile, props: UserProfilesProps): TeamSettings {
  const settings =
    team === undefined
      ? { executionRoleArn: props.appSettings.executionRoleArn, lifecycleConfigs: props.lifecycleConfigs }
      : props.teams.get(team);
  if (settings === undefined) {
    throw new Error(
      `user profile ${name}: no such team, got ${team}; use one of ${[...props.teams.keys()].join(", ")}`,
    );
  }
  return settings;
}

function profileSettings(
  profile: UserProfile,
  defaults: StudioAppSettings,
  userSecurityGroupIds: readonly string[],
): StudioAppSettings {
  const maximumEbsVolumeSizeInGb = profile.maximumEbsVolumeSizeInGb ?? defaults.maximumEbsVolumeSizeInGb;
  return {
    executionRoleArn: defaults.executionRoleArn,
    securityGroupIds: [...defaults.securityGroupIds, ...userSecurityGroupIds],
    minIdleTimeoutInMinutes: defaults.minIdleTimeoutInMinutes,
    idleTimeoutInMinutes: profile.idleTimeoutInMinutes ?? defaults.idleTimeoutInMinutes,
    maxIdleTimeoutInMinutes: defaults.maxIdleTimeoutInMinutes,
    defaultEbsVolumeSizeInGb: Math.min(defaults.defaultEbsVolumeSizeInGb, maximumEbsVolumeSizeInGb),
    maximumEbsVolumeSizeInGb,
    hiddenAppTypes: defaults.hiddenAppTypes,
    hiddenMlTools: defaults.hiddenMlTools,
  };
}

function singleSignOn(profile: UserProfile, authMode: "IAM" | "SSO") {
  if (authMode === "IAM") {
    return {};
  }
  if (profile.ssoUserName === undefined) {
    throw new Error(`user profile ${profile.name}: authMode SSO requires ssoUserName; set it`);
  }
  return { singleSignOnUserIdentifier: "UserName", singleSignOnUserValue: profile.ssoUserName };
}

/**
 * Security group of one user's apps, which allows traffic from itself. AWS documents such a rule for the shared security
 * group, but there it would let every user connect to every other user's apps without authentication.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html
 */
function createUserSecurityGroup(
  scope: Construct,
  id: string,
  profile: UserProfile,
  props: UserProfilesProps,
): SecurityGroup {
  const name = `${props.context.name}-profile-${profile.name}`;
  const group = new SecurityGroup(scope, `group_${id}`, {
    name,
    description: `Studio apps of ${profile.name} among each other.`,
    vpcId: props.vpcId,
    tags: { Name: name },
  });
  const rule = {
    securityGroupId: group.id,
    referencedSecurityGroupId: group.id,
    description: "Traffic between the apps of one user",
    ...APP_PORTS,
  };
  new VpcSecurityGroupIngressRule(scope, `self_in_${id}`, rule);
  new VpcSecurityGroupEgressRule(scope, `self_out_${id}`, rule);
  return group;
}
