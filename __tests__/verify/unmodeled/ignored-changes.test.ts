import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const ignoring = (...ignore_changes: string[]) => ({ lifecycle: { ignore_changes } });

test.each([
  ["aws_vpc_endpoint.endpoints_s3", "policy", ["data", "names", "network"]],
  ["aws_s3_bucket_policy.locked_buckets_data_policy", "policy", ["data"]],
  ["aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names", "domains", ["names"]],
  ["aws_route_table.network_studio_a_routes", "route", ["network"]],
  ["aws_security_group.security_groups_studio", "ingress", ["network"]],
  ["aws_iam_role.execution_role_role", "assume_role_policy", ["identities"]],
  ["aws_sagemaker_user_profile.studio_profile_data_scientist", "tags", ["data", "identities", "network", "operations"]],
])("%s is a model gap when ignore_changes lists %s", (address, argument, topics) => {
  expect(modelGapsInDevWith({ [address]: ignoring("description", argument) }).topics).toEqual(topics);
  expect(modelGapsInDevWith({ [address]: { lifecycle: [{ ignore_changes: "all" }] } }).topics).toEqual(topics);
});

test("ignored changes of the tags of an endpoint are not a model gap", () => {
  const { texts } = modelGapsInDevWith({ "aws_vpc_endpoint.endpoints_s3": ignoring("tags", 'tags_all["owner"]') });

  expect(texts).toEqual([]);
});

const defaultAcl = (subnet_ids: unknown) => ({
  "aws_default_network_acl.network_default_acl": { subnet_ids, ...ignoring("subnet_ids") },
});

test.each([[null], [[]]])(
  "ignored changes of subnet_ids %p of a default network ACL are not a model gap, because AWS gives it the subnets that no other ACL has",
  (subnets) => {
    expect(modelGapsInDevWith(defaultAcl(subnets)).texts).toEqual([]);
  },
);

test.each([[["${aws_subnet.network_studio_a.id}"]], ["${var.subnets}"]])(
  "ignored changes of the subnets %p, which a default network ACL names, are a model gap of the network",
  (subnets) => {
    expect(modelGapsInDevWith(defaultAcl(subnets)).topics).toEqual(["network"]);
  },
);

test("a network ACL that is not the default one is a model gap when ignore_changes lists its subnets, although it names none", () => {
  const { topics } = modelGapsInDevWith({
    "aws_network_acl.more": { vpc_id: "${aws_vpc.network_vpc.id}", ...ignoring("subnet_ids") },
  });

  expect(topics).toEqual(["network"]);
});
