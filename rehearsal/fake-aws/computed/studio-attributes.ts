import { partitionNamed } from "../../../aws/partitions";
import { knownString } from "../../protocol/values";
import type { ComputedAttributes } from "./computed-attribute";
import { constant, prefixedId, regionalArn, sameAs } from "./computed-attribute";

/** Computed attributes of SageMaker and its file systems. */
export const studioAttributes: ComputedAttributes = {
  aws_sagemaker_domain: {
    id: (_attributes, { digits }) => `d-${digits.slice(0, 12)}`,
    arn: regionalArn("sagemaker", "domain/{id}"),
    home_efs_file_system_id: prefixedId("fs"),
    security_group_id_for_domain_boundary: prefixedId("sg"),
    url: (attributes, { providerConfig }) =>
      `https://${knownString(attributes.id)}.studio.${knownString(attributes.region) ?? providerConfig.region}.${partitionNamed(providerConfig.partition).sageMakerSuffix ?? "sagemaker.example"}`,
  },
  aws_sagemaker_user_profile: {
    arn: regionalArn("sagemaker", "user-profile/{domain_id}/{user_profile_name}"),
    id: sameAs("arn"),
    home_efs_file_system_uid: constant("200005"),
  },
  aws_sagemaker_space: {
    arn: regionalArn("sagemaker", "space/{domain_id}/{space_name}"),
    id: sameAs("arn"),
    home_efs_file_system_uid: constant("200006"),
  },
  aws_sagemaker_studio_lifecycle_config: {
    id: sameAs("studio_lifecycle_config_name"),
    arn: regionalArn("sagemaker", "studio-lifecycle-config/{id}"),
  },
  aws_sagemaker_notebook_instance: {
    id: sameAs("name"),
    arn: regionalArn("sagemaker", "notebook-instance/{name}"),
  },
  aws_sagemaker_notebook_instance_lifecycle_configuration: {
    id: sameAs("name"),
    arn: regionalArn("sagemaker", "notebook-instance-lifecycle-config/{name}"),
  },
  aws_efs_backup_policy: { id: sameAs("file_system_id") },
};
