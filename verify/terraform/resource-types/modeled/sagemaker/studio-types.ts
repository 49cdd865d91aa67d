import { DISPLAY, IDENTIFIER, LOGGING, MODE, NAME, PERSON, SCHEDULE, SIZE } from "../../neutral-reasons";
import {
  type ArgumentUse,
  inBlock,
  modeled,
  OURS,
  READ,
  type ResourceTopic,
  type ResourceTypes,
  subjectKinds,
  unread,
} from "../../resource-type";

type Arguments = Readonly<Record<string, ArgumentUse>>;

const studioTopics: readonly ResourceTopic[] = ["network", "data", "identities", "operations"];

const codeRepositories: Arguments = {
  "code_repository.repository_url": READ,
};

const customImages: Arguments = {
  "custom_image.app_image_config_name": OURS,
  "custom_image.image_name": OURS,
  "custom_image.image_version_number": IDENTIFIER,
};

const resourceSpec: Arguments = {
  "default_resource_spec.instance_type": SIZE,
  "default_resource_spec.lifecycle_config_arn": OURS,
  "default_resource_spec.sagemaker_image_arn": OURS,
  "default_resource_spec.sagemaker_image_version_alias": IDENTIFIER,
  "default_resource_spec.sagemaker_image_version_arn": OURS,
};

const scripts: Arguments = { lifecycle_config_arns: OURS };

const jupyterLab: Arguments = {
  ...codeRepositories,
  ...customImages,
  ...resourceSpec,
  ...scripts,
  app_lifecycle_management: SCHEDULE,
  built_in_lifecycle_config_arn: OURS,
  "emr_settings.assumable_role_arns": OURS,
  "emr_settings.execution_role_arns": OURS,
};

const codeEditor: Arguments = {
  ...customImages,
  ...resourceSpec,
  ...scripts,
  app_lifecycle_management: SCHEDULE,
  built_in_lifecycle_config_arn: OURS,
};

const jupyterServer: Arguments = { ...codeRepositories, ...resourceSpec, ...scripts };

const kernelGateway: Arguments = { ...customImages, ...resourceSpec, ...scripts };

const fileSystems: Arguments = {
  "custom_file_system_config.efs_file_system_config.file_system_id": OURS,
  "custom_file_system_config.efs_file_system_config.file_system_path": IDENTIFIER,
  custom_posix_user_config: IDENTIFIER,
};

/** Settings of every user, in a domain, or of one user, in a user profile. */
const userSettings: Arguments = {
  ...fileSystems,
  ...inBlock("code_editor_app_settings", codeEditor),
  ...inBlock("jupyter_lab_app_settings", jupyterLab),
  ...inBlock("jupyter_server_app_settings", jupyterServer),
  ...inBlock("kernel_gateway_app_settings", kernelGateway),
  ...inBlock("r_session_app_settings", { ...customImages, ...resourceSpec }),
  ...inBlock("tensor_board_app_settings", resourceSpec),
  auto_mount_home_efs: MODE,
  "canvas_app_settings.direct_deploy_settings.status": unread("deploys models to endpoints", "DISABLED"),
  "canvas_app_settings.emr_serverless_settings": unread("runs jobs on EMR Serverless"),
  "canvas_app_settings.generative_ai_settings.amazon_bedrock_role_arn": OURS,
  "canvas_app_settings.identity_provider_oauth_settings": unread("connects to data sources outside AWS"),
  "canvas_app_settings.kendra_settings.status": unread("queries indexes of Kendra", "DISABLED"),
  "canvas_app_settings.model_register_settings.cross_account_model_register_role_arn": OURS,
  "canvas_app_settings.model_register_settings.status": MODE,
  "canvas_app_settings.time_series_forecasting_settings.amazon_forecast_role_arn": OURS,
  "canvas_app_settings.time_series_forecasting_settings.status": unread("sends data to Forecast", "DISABLED"),
  "canvas_app_settings.workspace_settings.s3_artifact_path": OURS,
  "canvas_app_settings.workspace_settings.s3_kms_key_id": OURS,
  default_landing_uri: DISPLAY,
  execution_role: READ,
  "r_studio_server_pro_app_settings.access_status": unread("opens RStudio", "DISABLED"),
  "r_studio_server_pro_app_settings.user_group": IDENTIFIER,
  security_groups: READ,
  "sharing_settings.notebook_output_option": LOGGING,
  "sharing_settings.s3_kms_key_id": OURS,
  "sharing_settings.s3_output_path": OURS,
  space_storage_settings: SIZE,
  studio_web_portal: DISPLAY,
  studio_web_portal_settings: DISPLAY,
};

/** The Studio domain, its users and their spaces. */
export const studioTypes: ResourceTypes = {
  aws_sagemaker_domain: modeled(
    studioTopics,
    {
      ...inBlock("default_space_settings", {
        ...fileSystems,
        ...inBlock("jupyter_lab_app_settings", jupyterLab),
        ...inBlock("jupyter_server_app_settings", jupyterServer),
        ...inBlock("kernel_gateway_app_settings", kernelGateway),
        execution_role: READ,
        security_groups: READ,
        space_storage_settings: SIZE,
      }),
      ...inBlock("default_user_settings", userSettings),
      app_network_access_type: READ,
      app_security_group_management: MODE,
      auth_mode: READ,
      domain_name: NAME,
      // Users run code of their own anyway, with the same role. No model reads how containers connect, and where images come from, which a
      // claim about identities is about.
      "domain_settings.docker_settings.enable_docker_access": {
        ...unread("lets users run containers", "DISABLED"),
        topics: ["network", "names", "data", "identities"],
        cannotBe: subjectKinds,
      },
      "domain_settings.docker_settings.vpc_only_trusted_accounts": OURS,
      "domain_settings.execution_role_identity_config": READ,
      "domain_settings.r_studio_server_pro_domain_settings": unread("runs an RStudio server for the domain"),
      "domain_settings.security_group_ids": READ,
      kms_key_id: READ,
      "retention_policy.home_efs_file_system": READ,
      subnet_ids: READ,
      tag_propagation: MODE,
      tags: READ,
      tags_all: READ,
      vpc_id: READ,
    },
    "arn home_efs_file_system_id security_group_id_for_domain_boundary single_sign_on_application_arn single_sign_on_managed_application_instance_id url",
    // SageMaker cannot remove settings of a domain, so the stack creates them once.
    ["default_space_settings", "default_user_settings", "domain_settings"],
  ),
  aws_sagemaker_user_profile: modeled(
    studioTopics,
    {
      ...inBlock("user_settings", userSettings),
      domain_id: READ,
      single_sign_on_user_identifier: PERSON,
      single_sign_on_user_value: PERSON,
      tags: READ,
      tags_all: READ,
      user_profile_name: READ,
    },
    "arn home_efs_file_system_uid",
  ),
  aws_sagemaker_space: modeled(
    studioTopics,
    {
      ...inBlock("space_settings.code_editor_app_settings", { ...resourceSpec, app_lifecycle_management: SCHEDULE }),
      ...inBlock("space_settings.jupyter_lab_app_settings", {
        ...codeRepositories,
        ...resourceSpec,
        app_lifecycle_management: SCHEDULE,
      }),
      ...inBlock("space_settings.jupyter_server_app_settings", jupyterServer),
      ...inBlock("space_settings.kernel_gateway_app_settings", kernelGateway),
      domain_id: READ,
      "ownership_settings.owner_user_profile_name": IDENTIFIER,
      space_display_name: DISPLAY,
      space_name: NAME,
      "space_settings.app_type": MODE,
      "space_settings.custom_file_system.efs_file_system.file_system_id": OURS,
      "space_settings.space_storage_settings": SIZE,
      "space_sharing_settings.sharing_type": unread("shares the space with every user of the domain", "Private"),
      tags: READ,
      tags_all: READ,
    },
    "arn home_efs_file_system_uid url",
  ),
};
