import { createHash } from "node:crypto";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { SagemakerDomain } from "@cdktf/provider-aws/lib/sagemaker-domain";
import { SagemakerStudioLifecycleConfig } from "@cdktf/provider-aws/lib/sagemaker-studio-lifecycle-config";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { lifecycleConfigContent } from "./lifecycle-script";
import type { PackageSource } from "./package-source";
import type { SdkDefaults } from "./sdk-defaults-script";
import {
  DOMAIN_SETTINGS,
  type LifecycleConfigArns,
  type StudioAppSettings,
  spaceSettings,
  userSettings,
} from "./studio-app-settings";
import { addUserProfiles, type UserProfile } from "./user-profiles";

/** Props of {@link Studio}. */
export interface StudioProps {
  /** Its name is the name of the domain. Its protections set `prevent_destroy` on the domain. */
  readonly context: Pick<PerimeterContext, "name" | "protections">;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Ids of one subnet per Availability Zone. A change replaces the domain. */
  readonly subnetIds: readonly string[];
  /** ARN of the KMS key of home directories and volumes. A change replaces the domain. */
  readonly keyArn: string;
  /** How users sign in: `IAM` by presigned URL, `SSO` by IAM Identity Center. A change replaces the domain. */
  readonly authMode: "IAM" | "SSO";
  /**
   * What happens to the home directories when the domain is destroyed. `Retain` also enables daily backups at $0.05 per
   * GB-month; the file system itself costs $0.30 per GB-month.
   */
  readonly efsRetention: "Delete" | "Retain";
  /** Defaults of every user. */
  readonly appSettings: StudioAppSettings;
  /** Users of the domain. */
  readonly userProfiles: readonly UserProfile[];
  /**
   * Whether the apps of one user may connect to each other, through a security group per user profile.
   *
   * @default true
   */
  readonly selfIngress?: boolean;
  /**
   * Repository that pip and uv use.
   *
   * @default - none; the lifecycle scripts do not configure pip and uv
   */
  readonly packages?: PackageSource;
  /**
   * Certificate authority that apps trust besides the public ones, in PEM, such as the one of a firewall that decrypts TLS.
   *
   * @default - none
   */
  readonly trustedAuthority?: string | undefined;
  /**
   * Teams, whose users have a role and buckets of their own.
   *
   * @default - none
   */
  readonly teams?: readonly StudioTeam[];
}

/** A team as its domain sees it. */
export interface StudioTeam {
  /** Name of the team, of lower-case letters and digits. */
  readonly name: string;
  /** Prefix of the names of the team's resources, such as `studio-perimeter-dev-risk`. */
  readonly resourceName: string;
  /** ARN of the role that the team's apps and jobs run as, named `<resource name>-execution`. */
  readonly executionRoleArn: string;
}

/**
 * A Studio domain with network access type VpcOnly, and its user profiles.
 *
 * Provider 6.25 cannot update a VpcOnly domain. Settings that may change are therefore set on the user profiles, and changes
 * of the domain's settings are ignored. Lifecycle scripts are set on the user profiles only; users of a shared space run
 * `aws codeartifact login` themselves.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/45528
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
export class Studio extends Construct {
  readonly domainId: string;
  readonly domainArn: string;
  /** URL of the domain inside the VPC. */
  readonly domainUrl: string;
  /** Id of the EFS file system of the home directories. */
  readonly homeEfsFileSystemId: string;
  /** ARN of the IAM Identity Center application that users are assigned to; empty with authMode `IAM`. */
  readonly singleSignOnApplicationArn: string;

  constructor(scope: Construct, id: string, props: StudioProps) {
    super(scope, id);
    const domain = this.createDomain(props);
    if (props.efsRetention === "Retain") {
      new EfsBackupPolicy(this, "home_backup", {
        fileSystemId: domain.homeEfsFileSystemId,
        backupPolicy: { status: "ENABLED" },
      });
    }
    addUserProfiles(this, {
      context: props.context,
      vpcId: props.vpcId,
      domainId: domain.id,
      authMode: props.authMode,
      appSettings: props.appSettings,
      userProfiles: props.userProfiles,
      selfIngress: props.selfIngress ?? true,
      lifecycleConfigs: this.createLifecycleConfigs(props, { name: props.context.name }),
      teams: new Map(
        (props.teams ?? []).map(({ name, resourceName, executionRoleArn }) => [
          name,
          {
            executionRoleArn,
            lifecycleConfigs: this.createLifecycleConfigs(props, { name: resourceName, role: "own" }, `team_${name}_`),
          },
        ]),
      ),
    });
    this.domainId = domain.id;
    this.domainArn = domain.arn;
    this.domainUrl = domain.url;
    this.homeEfsFileSystemId = domain.homeEfsFileSystemId;
    this.singleSignOnApplicationArn = domain.singleSignOnApplicationArn;
  }

  private createDomain(props: StudioProps): SagemakerDomain {
    return new SagemakerDomain(this, "domain", {
      domainName: props.context.name,
      authMode: props.authMode,
      appNetworkAccessType: "VpcOnly",
      vpcId: props.vpcId,
      subnetIds: [...props.subnetIds],
      kmsKeyId: props.keyArn,
      defaultUserSettings: userSettings(props.appSettings),
      defaultSpaceSettings: spaceSettings(props.appSettings),
      domainSettings: DOMAIN_SETTINGS,
      retentionPolicy: { homeEfsFileSystem: props.efsRetention },
      lifecycle: {
        ignoreChanges: ["default_user_settings", "default_space_settings", "domain_settings"],
        preventDestroy: props.context.protections,
      },
    });
  }

  /**
   * A lifecycle configuration cannot be updated, nor deleted while a user profile refers to it. Its name contains a hash of
   * its content, and the new one is created before the old one is destroyed.
   */
  private createLifecycleConfigs(
    { packages, trustedAuthority }: Pick<StudioProps, "packages" | "trustedAuthority">,
    sdkDefaults: SdkDefaults,
    idPrefix = "",
  ): LifecycleConfigArns {
    const content = lifecycleConfigContent(packages, sdkDefaults, trustedAuthority);
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
    const arnFor = (id: string, appType: "JupyterLab" | "CodeEditor") =>
      new SagemakerStudioLifecycleConfig(this, `${idPrefix}${id}_script`, {
        studioLifecycleConfigName: `${sdkDefaults.name}-${appType.toLowerCase()}-${hash}`,
        studioLifecycleConfigAppType: appType,
        studioLifecycleConfigContent: content,
        lifecycle: { createBeforeDestroy: true },
      }).arn;
    return { jupyterLab: arnFor("jupyter_lab", "JupyterLab"), codeEditor: arnFor("code_editor", "CodeEditor") };
  }
}
