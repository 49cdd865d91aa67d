import { createHash } from "node:crypto";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { SagemakerDomain } from "@cdktf/provider-aws/lib/sagemaker-domain";
import { SagemakerStudioLifecycleConfig } from "@cdktf/provider-aws/lib/sagemaker-studio-lifecycle-config";
import { Construct } from "constructs";
import { lifecycleConfigContent, type PackageSource } from "./lifecycle-script";
import {
  DOMAIN_SETTINGS,
  type LifecycleConfigArns,
  type StudioAppSettings,
  spaceSettings,
  userSettings,
} from "./studio-app-settings";
import { addUserProfiles, type UserProfile } from "./user-profiles";

/** Props of {@link Studio}; the inherited ones are the defaults of every user. */
export interface StudioProps extends StudioAppSettings {
  /** Prefix of every name of the environment; also the name of the domain. */
  readonly name: string;
  readonly vpcId: string;
  /** One subnet of every zone, from the first apply: a domain with other subnets is another domain. */
  readonly subnetIds: readonly string[];
  /** Key of home directories and volumes; a domain keeps the key it was created with. */
  readonly keyArn: string;
  /** Who signs users in: IAM by presigned URL, or Identity Center. Changing it makes another domain. */
  readonly authMode: "IAM" | "SSO";
  /**
   * What becomes of the home directories when the domain is destroyed. `Retain` also backs them up every day, at $0.05 a
   * GB-month; the file system itself costs $0.30 a GB-month.
   */
  readonly efsRetention: "Delete" | "Retain";
  readonly userProfiles: readonly UserProfile[];
  /**
   * Whether the apps of one user may reach each other, by a group of their own.
   *
   * @default true
   */
  readonly selfIngress?: boolean;
  /**
   * Repository that pip and uv ask.
   *
   * @default - none; the scripts leave pip alone
   */
  readonly packages?: PackageSource;
  /** Whether Terraform refuses to destroy the domain. */
  readonly protections: boolean;
}

/**
 * A Studio domain that lives in the VPC alone, with its users.
 *
 * The domain is created once: provider 6.25 cannot update a VpcOnly domain, so what may change lives on the profiles, and
 * changes to the domain's own settings are ignored rather than failing every apply. Scripts are on the profiles only;
 * in a shared space a user runs `aws codeartifact login` himself.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/45528
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
export class Studio extends Construct {
  readonly domainId: string;
  readonly domainArn: string;
  readonly domainUrl: string;
  readonly homeEfsFileSystemId: string;
  /** Application of Identity Center to which users are assigned; empty in IAM mode. */
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
      ...props,
      domainId: domain.id,
      selfIngress: props.selfIngress ?? true,
      createLifecycleConfigs: this.lifecycleConfigs(props),
    });
    this.domainId = domain.id;
    this.domainArn = domain.arn;
    this.domainUrl = domain.url;
    this.homeEfsFileSystemId = domain.homeEfsFileSystemId;
    this.singleSignOnApplicationArn = domain.singleSignOnApplicationArn;
  }

  private createDomain(props: StudioProps): SagemakerDomain {
    return new SagemakerDomain(this, "domain", {
      domainName: props.name,
      authMode: props.authMode,
      appNetworkAccessType: "VpcOnly",
      vpcId: props.vpcId,
      subnetIds: [...props.subnetIds],
      kmsKeyId: props.keyArn,
      defaultUserSettings: userSettings(props),
      defaultSpaceSettings: spaceSettings(props),
      domainSettings: DOMAIN_SETTINGS,
      retentionPolicy: { homeEfsFileSystem: props.efsRetention },
      lifecycle: {
        ignoreChanges: ["default_user_settings", "default_space_settings", "domain_settings"],
        preventDestroy: props.protections,
      },
    });
  }

  /** A script cannot be changed, nor deleted while a profile names it: each content has a name of its own and comes first. */
  private lifecycleConfigs({ name, packages }: StudioProps): LifecycleConfigArns {
    const content = lifecycleConfigContent(packages);
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
    const arnFor = (id: string, appType: "JupyterLab" | "CodeEditor") =>
      new SagemakerStudioLifecycleConfig(this, `${id}_script`, {
        studioLifecycleConfigName: `${name}-${appType.toLowerCase()}-${hash}`,
        studioLifecycleConfigAppType: appType,
        studioLifecycleConfigContent: content,
        lifecycle: { createBeforeDestroy: true },
      }).arn;
    return { jupyterLab: arnFor("jupyter_lab", "JupyterLab"), codeEditor: arnFor("code_editor", "CodeEditor") };
  }
}
