import type {
  SagemakerDomainDefaultSpaceSettings,
  SagemakerDomainDomainSettings,
} from "@cdktf/provider-aws/lib/sagemaker-domain";

/** What the apps of a user, a space or the whole domain are held to, in SageMaker's own words. */
export interface StudioAppSettings {
  readonly executionRoleArn: string;
  readonly securityGroupIds: readonly string[];
  /** Shortest idle time that a user may choose for himself, 60-525600. */
  readonly minIdleTimeoutInMinutes: number;
  /** Idle time after which an app is shut down when the user has chosen none, 60-525600. */
  readonly idleTimeoutInMinutes: number;
  /** Longest idle time that a user may choose for himself, 60-525600. */
  readonly maxIdleTimeoutInMinutes: number;
  /** Volume that a new space gets, 5-16384 GB. It is paid for as long as its space exists. */
  readonly defaultEbsVolumeSizeInGb: number;
  /** Largest volume that a user may ask for, 5-16384 GB. */
  readonly maximumEbsVolumeSizeInGb: number;
  /** Kinds of app that Studio does not show. @default - all are shown */
  readonly hiddenAppTypes?: readonly string[];
  /** Tools that Studio does not show, as in `JumpStart`. @default - all are shown */
  readonly hiddenMlTools?: readonly string[];
}

/** Scripts that run before an app starts, by the app. */
export interface LifecycleConfigArns {
  readonly jupyterLab: string;
  readonly codeEditor: string;
}

/**
 * Settings for private spaces: the same shape for the domain's defaults and for one profile, both of which AWS takes.
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
 * Settings for shared spaces, to which user settings do not apply. They know no Code Editor.
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
 * What holds for the whole domain: CloudTrail names the user profile as source identity, and no app starts containers of its
 * own, whose images and traffic nothing here looks at.
 */
export const DOMAIN_SETTINGS: SagemakerDomainDomainSettings = {
  executionRoleIdentityConfig: "USER_PROFILE_NAME",
  dockerSettings: { enableDockerAccess: "DISABLED" },
};

/** AWS runs a script by default only when it is both offered and named as the default. */
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
