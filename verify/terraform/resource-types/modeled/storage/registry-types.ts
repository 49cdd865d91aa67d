import { DELETION, DESCRIPTION, IDENTIFIER, MODE, NAME, STRICTER, TIMEOUT } from "../../neutral-reasons";
import { everyTopic, modeled, OURS, READ, type ResourceTypes, unread } from "../../resource-type";

/** Repositories of images and of packages. */
export const registryTypes: ResourceTypes = {
  aws_ecr_repository: modeled(
    ["data"],
    {
      "encryption_configuration.encryption_type": READ,
      "encryption_configuration.kms_key": READ,
      force_delete: DELETION,
      image_scanning_configuration: DELETION,
      image_tag_mutability: DELETION,
      image_tag_mutability_exclusion_filter: DELETION,
      name: READ,
    },
    "arn registry_id repository_url",
  ),
  aws_ecr_repository_policy: modeled(["data", "identities"], { policy: READ, repository: OURS }, "registry_id"),
  aws_codeartifact_domain: modeled(
    ["data"],
    {
      domain: READ,
      encryption_key: READ,
    },
    "arn asset_size_bytes created_time owner repository_count s3_bucket_arn",
  ),
  aws_codeartifact_domain_permissions_policy: modeled(
    ["data"],
    {
      domain: OURS,
      domain_owner: OURS,
      policy_document: READ,
      policy_revision: IDENTIFIER,
    },
    "resource_arn",
  ),
  aws_codeartifact_repository: modeled(
    ["data", "identities"],
    {
      description: DESCRIPTION,
      domain: OURS,
      domain_owner: READ,
      "external_connections.external_connection_name": READ,
      repository: READ,
      "upstream.repository_name": READ,
    },
    "administrator_account arn external_connections.package_format external_connections.status",
  ),
  // A template with anything but package groups is a gap of its own.
  aws_cloudformation_stack: modeled(
    everyTopic,
    {
      capabilities: MODE,
      disable_rollback: MODE,
      iam_role_arn: unread("acts with the permissions of a role", ""),
      name: NAME,
      notification_arns: OURS,
      on_failure: MODE,
      parameters: unread("gives parameters to the template"),
      policy_body: STRICTER,
      policy_url: STRICTER,
      template_body: READ,
      template_url: unread("names a template elsewhere", ""),
      timeout_in_minutes: TIMEOUT,
    },
    "outputs",
  ),
  aws_ecr_pull_through_cache_rule: modeled(
    ["data", "identities"],
    {
      credential_arn: OURS,
      custom_role_arn: OURS,
      ecr_repository_prefix: NAME,
      upstream_registry_url: READ,
      upstream_repository_prefix: NAME,
    },
    "registry_id",
  ),
  aws_codeartifact_repository_permissions_policy: modeled(
    ["data"],
    {
      domain: OURS,
      domain_owner: OURS,
      policy_document: READ,
      policy_revision: IDENTIFIER,
      repository: OURS,
    },
    "resource_arn",
  ),
};
