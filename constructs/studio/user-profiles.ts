import { SagemakerUserProfile } from "@cdktf/provider-aws/lib/sagemaker-user-profile";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";
import { profileOwner } from "./self-service-users";
import { type LifecycleConfigArns, type StudioAppSettings, userSettings } from "./studio-app-settings";

/** One user of the domain. */
export interface UserProfile {
  /** Name of the profile, 1-63 letters, digits and hyphens. */
  readonly name: string;
  /**
   * User name in Identity Center; needed where the domain's auth mode is SSO.
   *
   * @default - none
   */
  readonly ssoUserName?: string;
  /**
   * Name that the user's sessions have, where people sign in with IAM.
   *
   * @default - the name of the profile
   */
  readonly sessionName?: string;
  /**
   * Idle time after which this user's apps are shut down.
   *
   * @default - the domain's
   */
  readonly idleTimeoutInMinutes?: number;
  /**
   * Largest volume that this user may ask for.
   *
   * @default - the domain's
   */
  readonly maximumEbsVolumeSizeInGb?: number;
}

/** What every profile of a domain shares. */
export interface UserProfilesProps extends StudioAppSettings {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly vpcId: string;
  readonly domainId: string;
  readonly authMode: "IAM" | "SSO";
  /** Whether the apps of one user may reach each other. */
  readonly selfIngress: boolean;
  readonly createLifecycleConfigs: LifecycleConfigArns;
  readonly userProfiles: readonly UserProfile[];
}

/** Names the person behind a profile; policies bind who may open it to this tag. */
export const USER_TAG = "studiouserid";

/** Ports of a Studio app and its kernels. */
const APP_PORTS = { ipProtocol: "tcp", fromPort: 8192, toPort: 65535 };

/**
 * Adds the profiles of a domain, each with settings of its own: they may change at any time, where the domain's defaults may
 * not, and they alone reach the scripts, which could not be replaced while the domain named them.
 *
 * @throws when a profile of an SSO domain names no user
 */
export function addUserProfiles(scope: Construct, props: UserProfilesProps): void {
  for (const profile of props.userProfiles) {
    const id = profile.name.replaceAll("-", "_");
    const ownGroups = props.selfIngress ? [createUserSecurityGroup(scope, id, profile, props).id] : [];
    new SagemakerUserProfile(scope, `profile_${id}`, {
      domainId: props.domainId,
      userProfileName: profile.name,
      ...singleSignOn(profile, props.authMode),
      userSettings: userSettings(profileSettings(profile, props, ownGroups), props.createLifecycleConfigs),
      tags: { [USER_TAG]: profileOwner(profile) },
    });
  }
}

function profileSettings(
  profile: UserProfile,
  props: UserProfilesProps,
  userSecurityGroupIds: readonly string[],
): StudioAppSettings {
  const maximumEbsVolumeSizeInGb = profile.maximumEbsVolumeSizeInGb ?? props.maximumEbsVolumeSizeInGb;
  return {
    ...props,
    securityGroupIds: [...props.securityGroupIds, ...userSecurityGroupIds],
    idleTimeoutInMinutes: profile.idleTimeoutInMinutes ?? props.idleTimeoutInMinutes,
    defaultEbsVolumeSizeInGb: Math.min(props.defaultEbsVolumeSizeInGb, maximumEbsVolumeSizeInGb),
    maximumEbsVolumeSizeInGb,
  };
}

function singleSignOn(profile: UserProfile, authMode: "IAM" | "SSO") {
  if (authMode === "IAM") {
    return {};
  }
  if (profile.ssoUserName === undefined) {
    throw new Error(`user profile ${profile.name}: has no Identity Center user, got authMode SSO; set ssoUserName`);
  }
  return { singleSignOnUserIdentifier: "UserName", singleSignOnUserValue: profile.ssoUserName };
}

/**
 * A group that one user's apps carry beside the shared one, and that admits itself alone. A rule by which the shared group
 * admits itself, as Studio documents it, would let every user reach every other's apps without authentication.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html
 */
function createUserSecurityGroup(
  scope: Construct,
  id: string,
  profile: UserProfile,
  props: UserProfilesProps,
): SecurityGroup {
  const name = `${props.name}-profile-${profile.name}`;
  const group = new SecurityGroup(scope, `group_${id}`, {
    name,
    description: `Studio apps of ${profile.name} among each other.`,
    vpcId: props.vpcId,
    tags: { Name: name },
  });
  const itself = {
    securityGroupId: group.id,
    referencedSecurityGroupId: group.id,
    description: "Apps of one user among each other",
    ...APP_PORTS,
  };
  new VpcSecurityGroupIngressRule(scope, `self_in_${id}`, itself);
  new VpcSecurityGroupEgressRule(scope, `self_out_${id}`, itself);
  return group;
}
