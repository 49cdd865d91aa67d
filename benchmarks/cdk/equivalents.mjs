import { firewalls } from "./firewalls.mjs";
import { network } from "./network.mjs";
import { operations } from "./operations.mjs";
import { storage } from "./storage.mjs";
import { studio } from "./studio.mjs";

/** Terraform types that CloudFormation has as resources of their own. */
export const EQUIVALENTS = { ...network, ...firewalls, ...storage, ...studio, ...operations };

/** Terraform types that are properties of another resource in CloudFormation, and the field that names it. */
export const SETTINGS = {
  aws_codeartifact_domain_permissions_policy: "domain",
  aws_codeartifact_repository_permissions_policy: "repository",
  aws_iam_role_policy_attachment: "policy_arn",
  aws_route53_resolver_firewall_rule: "firewall_rule_group_id",
  aws_s3_bucket_lifecycle_configuration: "bucket",
  aws_s3_bucket_logging: "bucket",
  aws_s3_bucket_ownership_controls: "bucket",
  aws_s3_bucket_public_access_block: "bucket",
  aws_s3_bucket_server_side_encryption_configuration: "bucket",
  aws_s3_bucket_versioning: "bucket",
};
