import { camelCased, policyObject, tagList } from "./equivalent.mjs";

/** @type {Readonly<Record<string, import("./equivalent.mjs").Equivalent>>} */
export const studio = {
  aws_iam_role: {
    construct: "iam.CfnRole",
    props: (values) => ({
      roleName: values.name,
      description: values.description,
      assumeRolePolicyDocument: policyObject(values.assume_role_policy),
    }),
  },
  aws_iam_role_policy: {
    construct: "iam.CfnRolePolicy",
    props: (values) => ({
      policyName: values.name,
      roleName: values.role,
      policyDocument: policyObject(values.policy),
    }),
  },
  aws_iam_policy: {
    construct: "iam.CfnManagedPolicy",
    props: (values, settings) => ({
      managedPolicyName: values.name,
      description: values.description,
      roles: settings("aws_iam_role_policy_attachment", "policy_arn").map(({ role }) => role),
      policyDocument: policyObject(values.policy),
    }),
  },
  aws_sagemaker_domain: {
    construct: "sagemaker.CfnDomain",
    props: (values) => ({
      domainName: values.domain_name,
      appNetworkAccessType: values.app_network_access_type,
      authMode: values.auth_mode,
      kmsKeyId: values.kms_key_id,
      vpcId: values.vpc_id,
      subnetIds: values.subnet_ids,
      defaultSpaceSettings: camelCased(values.default_space_settings),
      defaultUserSettings: camelCased(values.default_user_settings),
      domainSettings: camelCased(values.domain_settings),
    }),
  },
  aws_sagemaker_user_profile: {
    construct: "sagemaker.CfnUserProfile",
    props: (values) => ({
      domainId: values.domain_id,
      userProfileName: values.user_profile_name,
      userSettings: camelCased(withoutIdleShutdown(values.user_settings)),
      tags: tagList(values.tags),
    }),
  },
  aws_sagemaker_studio_lifecycle_config: {
    construct: "sagemaker.CfnStudioLifecycleConfig",
    props: (values) => ({
      studioLifecycleConfigName: values.studio_lifecycle_config_name,
      studioLifecycleConfigAppType: values.studio_lifecycle_config_app_type,
      studioLifecycleConfigContent: values.studio_lifecycle_config_content,
    }),
  },
};

/** CloudFormation has the idle shutdown of a domain's users, not that of a single profile. */
function withoutIdleShutdown(settings) {
  const apps = ["code_editor_app_settings", "jupyter_lab_app_settings"].map((app) => {
    const { app_lifecycle_management: _, ...kept } = settings[app];
    return [app, kept];
  });
  return { ...settings, ...Object.fromEntries(apps) };
}
