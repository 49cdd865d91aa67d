import { TerraformOutput } from "cdktf";
import { Studio, type StudioProps } from "../../constructs/studio";
import { synthesizeIn } from "./bare-stack";

export const ROLE = "arn:aws:iam::111122223333:role/studio-perimeter-dev-execution";
export const KEY = "arn:aws:kms:eu-west-1:111122223333:key/studio";

export function synthesizeStudio(changes: Partial<StudioProps> = {}) {
  return synthesizeIn((stack) => {
    const studio = new Studio(stack, "studio", {
      name: "studio-perimeter-dev",
      vpcId: "vpc-ours",
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupIds: ["sg-studio"],
      executionRoleArn: ROLE,
      keyArn: KEY,
      authMode: "IAM",
      efsRetention: "Delete",
      minIdleTimeoutInMinutes: 60,
      idleTimeoutInMinutes: 120,
      maxIdleTimeoutInMinutes: 480,
      defaultEbsVolumeSizeInGb: 20,
      maximumEbsVolumeSizeInGb: 100,
      userProfiles: [
        { name: "ada" },
        { name: "grace-hopper", idleTimeoutInMinutes: 240, maximumEbsVolumeSizeInGb: 200 },
      ],
      protections: false,
      ...changes,
    });
    for (const id of [
      "domainId",
      "domainArn",
      "domainUrl",
      "homeEfsFileSystemId",
      "singleSignOnApplicationArn",
    ] as const) {
      new TerraformOutput(stack, id, { value: studio[id] });
    }
  });
}

export type Settings = Readonly<Record<string, unknown>>;

export const sampleJson = synthesizeStudio();
export const domainOf = (from = sampleJson) => from.resource.aws_sagemaker_domain?.studio_domain ?? {};
export const profileOf = (id: string, from = sampleJson) =>
  from.resource.aws_sagemaker_user_profile?.[`studio_profile_${id}`] ?? {};
export const settingsOf = (id: string, from = sampleJson) => profileOf(id, from).user_settings as Settings;
export const IDLE = {
  idle_settings: {
    lifecycle_management: "ENABLED",
    min_idle_timeout_in_minutes: 60,
    idle_timeout_in_minutes: 120,
    max_idle_timeout_in_minutes: 480,
  },
};
export const STORAGE = {
  default_ebs_storage_settings: { default_ebs_volume_size_in_gb: 20, maximum_ebs_volume_size_in_gb: 100 },
};
