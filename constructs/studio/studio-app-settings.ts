import type {
  SagemakerDomainDefaultSpaceSettings,
  SagemakerDomainDomainSettings,
} from "@cdktf/provider-aws/lib/sagemaker-domain";

/** Settings of the apps of a user, a space or a domain, named as in SageMaker's API. */
export interface StudioAppSettings {
  /** ARN of the role that apps and jobs run as. */
  readonly executionRoleArn: string;
  /** Ids of the security groups that are attached to apps. */
  readonly securityGroupIds: readonly string[];
  /** Shortest idle time that a user may choose, 60-525600 minutes. */
  readonly minIdleTimeoutInMinutes: number;
  /** Default idle time after which an app is shut down, 60-525600 minutes. */
  readonly idleTimeoutInMinutes: number;
  /** Longest idle time that a user may choose, 60-525600 minutes. */
  readonly maxIdleTimeoutInMinutes: number;
  /** EBS volume size of a new space, 5-16384 GB. AWS charges for it while the space exists. */
  readonly defaultEbsVolumeSizeInGb: number;
  /** Largest EBS volume that a user may request, 5-16384 GB. */
  readonly maximumEbsVolumeSizeInGb: number;
  /**
   * App types that Studio hides.
   * @default - none
   */
  readonly hiddenAppTypes?: readonly string[];
  /**
   * Tools that Studio hides, as in `JumpStart`.
   * @default - none
   */
  readonly hiddenMlTools?: readonly string[];
}

/** ARNs of the lifecycle configurations that run before an app starts, by app type. */
export interface LifecycleConfigArns {
  readonly jupyterLab: string;
  readonly codeEditor: string;
}

/**
 * Settings of private spaces, for the domain's defaults and for a user profile.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UserSettings.html
 */
export function userSettings(settings: StudioAppSettings, lifecycleConfigs?: LifecycleConfigArns) {
  return {
    executionRole: settings.executionRoleArn,
    securityGroups: [...settings.securityGroupIds],
    studioWebPortal: "ENABLED",
    defaultLandingUri: "studio::",
    jupyterLabAppSettings: appSettings(settings, lifecycleConfigs?.jupyterLab),
    codeEditorAppSettings: appSettings(settings, lifecycleConfigs?.codeEditor),
    spaceStorageSettings: spaceStorage(settings),
    sharingSettings: { notebookOutputOption: "Disabled" },
    ...hiddenPortalItems(settings),
  };
}

/**
 * Settings of shared spaces, to which user settings do not apply. Shared spaces have no Code Editor.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DefaultSpaceSettings.html
 */
export function spaceSettings(settings: StudioAppSettings): SagemakerDomainDefaultSpaceSettings {
  return {
    executionRole: settings.executionRoleArn,
    securityGroups: [...settings.securityGroupIds],
    jupyterLabAppSettings: appSettings(settings),
    spaceStorageSettings: spaceStorage(settings),
  };
}

/**
 * Settings of the domain: the user profile is the source identity in CloudTrail, and Docker is disabled, because its images
 * and traffic would not be controlled.
 */
export const DOMAIN_SETTINGS: SagemakerDomainDomainSettings = {
  executionRoleIdentityConfig: "USER_PROFILE_NAME",
  dockerSettings: { enableDockerAccess: "DISABLED" },
};

/** A lifecycle configuration runs by default only if it is in `lifecycleConfigArns` and in `defaultResourceSpec`. */
function appSettings(settings: StudioAppSettings, lifecycleConfigArn?: string) {
  return {
    appLifecycleManagement: {
      idleSettings: {
        lifecycleManagement: "ENABLED",
        minIdleTimeoutInMinutes: settings.minIdleTimeoutInMinutes,
        idleTimeoutInMinutes: settings.idleTimeoutInMinutes,
        maxIdleTimeoutInMinutes: settings.maxIdleTimeoutInMinutes,
      },
    },
    ...(lifecycleConfigArn === undefined
      ? {}
      : { lifecycleConfigArns: [lifecycleConfigArn], defaultResourceSpec: { lifecycleConfigArn } }),
  };
}

function spaceStorage(settings: StudioAppSettings) {
  return {
    defaultEbsStorageSettings: {
      defaultEbsVolumeSizeInGb: settings.defaultEbsVolumeSizeInGb,
      maximumEbsVolumeSizeInGb: settings.maximumEbsVolumeSizeInGb,
    },
  };
}

function hiddenPortalItems({ hiddenAppTypes = [], hiddenMlTools = [] }: StudioAppSettings) {
  if (hiddenAppTypes.length + hiddenMlTools.length === 0) {
    return {};
  }
  return {
    studioWebPortalSettings: { hiddenAppTypes: [...hiddenAppTypes], hiddenMlTools: [...hiddenMlTools] },
  };
}
