import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { unresolvedParents } from "../../../verify/unmodeled/unresolved-parents";

/** Whether a resource whose argument is an attribute of another one counts as a part of that one. */
function isResolved(type: string, argument: string, parent: string, attribute: string): boolean {
  const configuration = readConfiguration(
    { resource: { [parent]: { p: {} }, [type]: { r: { [argument]: `\${${parent}.p.${attribute}}` } } } },
    "cdk.tf.json",
  );
  return configuration.resources
    .filter((resource) => resource.address === `${type}.r`)
    .every((resource) => unresolvedParents(configuration, resource).length === 0);
}

test.each([
  ["aws_lb_listener", "load_balancer_arn", "aws_lb", "arn"],
  ["aws_lb_listener_rule", "listener_arn", "aws_lb_listener", "arn"],
  ["aws_lb_target_group_attachment", "target_group_arn", "aws_lb_target_group", "arn"],
  ["aws_s3_bucket_policy", "bucket", "aws_s3_bucket", "bucket"],
  ["aws_kms_key_policy", "key_id", "aws_kms_key", "key_id"],
  ["aws_kms_key_policy", "key_id", "aws_kms_key", "arn"],
  ["aws_iam_role_policy", "role", "aws_iam_role", "name"],
  ["aws_iam_role_policies_exclusive", "role_name", "aws_iam_role", "name"],
  ["aws_route", "route_table_id", "aws_vpc", "main_route_table_id"],
  ["aws_security_group_rule", "security_group_id", "aws_vpc", "default_security_group_id"],
  ["aws_network_interface_sg_attachment", "network_interface_id", "aws_instance", "primary_network_interface_id"],
])("%s belongs to the resource that its %s names: %s by its %s.", (type, argument, parent, attribute) => {
  expect(isResolved(type, argument, parent, attribute)).toBe(true);
});

test.each([
  ["aws_s3_bucket_policy", "bucket", "aws_s3_bucket", "arn"],
  ["aws_iam_role_policy", "role", "aws_iam_role", "arn"],
  ["aws_route", "route_table_id", "aws_route_table", "arn"],
  ["aws_network_acl_rule", "network_acl_id", "aws_vpc", "default_network_acl_id"],
  ["aws_subnet", "vpc_id", "aws_vpc", "ipv6_association_id"],
])("No reader compares what the %s has as its %s: %s by its %s.", (type, argument, parent, attribute) => {
  expect(isResolved(type, argument, parent, attribute)).toBe(false);
});
