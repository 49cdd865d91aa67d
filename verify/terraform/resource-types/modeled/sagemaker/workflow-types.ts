import { DESCRIPTION, MODE, NAME, PROGRAM, SCHEDULE, SCHEMA, SIZE } from "../../neutral-reasons";
import { everyTopic, modeled, OUR_DATA, OURS, READ, type ResourceTypes, unread } from "../../resource-type";

/**
 * What SageMaker does with models, features and jobs after somebody defined them. An endpoint runs what its configuration says, an app what its
 * profile or space says, and a pipeline sends requests as its role; `partlyModeledGaps` permits the roles whose requests claims decide.
 */
export const sagemakerWorkflowTypes: ResourceTypes = {
  aws_sagemaker_app: modeled(
    ["network", "data", "identities"],
    {
      app_name: NAME,
      app_type: MODE,
      domain_id: READ,
      "resource_spec.instance_type": SIZE,
      "resource_spec.lifecycle_config_arn": OURS,
      "resource_spec.sagemaker_image_arn": OURS,
      "resource_spec.sagemaker_image_version_alias": NAME,
      "resource_spec.sagemaker_image_version_arn": OURS,
      space_name: NAME,
      user_profile_name: NAME,
    },
    "arn",
  ),
  aws_sagemaker_endpoint: modeled(
    ["network", "data", "identities"],
    { deployment_config: MODE, endpoint_config_name: OURS, name: NAME },
    "arn",
  ),
  aws_sagemaker_feature_group: modeled(
    ["data", "identities"],
    {
      description: DESCRIPTION,
      event_time_feature_name: SCHEMA,
      feature_definition: SCHEMA,
      feature_group_name: NAME,
      "offline_store_config.data_catalog_config": NAME,
      "offline_store_config.disable_glue_table_creation": MODE,
      "offline_store_config.s3_storage_config.kms_key_id": READ,
      "offline_store_config.s3_storage_config.resolved_output_s3_uri": OUR_DATA,
      "offline_store_config.s3_storage_config.s3_uri": OUR_DATA,
      "offline_store_config.table_format": MODE,
      "online_store_config.enable_online_store": READ,
      "online_store_config.security_config.kms_key_id": READ,
      "online_store_config.storage_type": MODE,
      "online_store_config.ttl_duration": SCHEDULE,
      record_identifier_feature_name: SCHEMA,
      role_arn: READ,
      throughput_config: SIZE,
    },
    "arn",
  ),
  aws_sagemaker_pipeline: modeled(
    ["network", "data", "identities"],
    {
      parallelism_configuration: SIZE,
      pipeline_definition: PROGRAM,
      "pipeline_definition_s3_location.bucket": OURS,
      "pipeline_definition_s3_location.object_key": NAME,
      "pipeline_definition_s3_location.version_id": NAME,
      pipeline_description: DESCRIPTION,
      pipeline_display_name: NAME,
      pipeline_name: NAME,
      role_arn: READ,
    },
    "arn",
  ),
  aws_sagemaker_servicecatalog_portfolio_status: modeled(everyTopic, {
    status: unread("lets users of Studio create the resources of AWS's project templates", "Disabled"),
  }),
};
