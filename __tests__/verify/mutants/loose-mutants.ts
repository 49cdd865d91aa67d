import { add, at, claimsAbout, type Mutant, open, set } from "./mutant";

const studioSubnet = "${aws_subnet.network_studio_a.id}";
const handler = "aws_lambda_function.access_self_service_url_handler";

export const looseMutants: readonly Mutant[] = [
  {
    name: "a function that anybody in the account may invoke runs outside the VPC",
    environments: ["dev"],
    edit: (stack) => add(stack, "aws_lambda_function.relay", { function_name: "relay", filename: "relay.zip" }),
    turns: claimsAbout("network", "data"),
  },
  {
    name: "a topic hands its messages to an address on the internet",
    environments: ["dev"],
    edit: (stack) =>
      add(stack, "aws_sns_topic_subscription.out", { protocol: "https", endpoint: "https://collector.example/" }),
    turns: claimsAbout("data"),
  },
  {
    name: "the function behind the products hands failures to another account",
    environments: open,
    edit: (stack) =>
      set(stack, "aws_lambda_function_event_invoke_config.access_self_service_url_retries", {
        destination_config: { on_failure: { destination: "arn:aws:sns:eu-west-1:444455556666:failures" } },
      }),
    turns: claimsAbout("data", "identities"),
  },
  {
    name: "the function behind the products takes its code from a foreign bucket",
    environments: open,
    edit: (stack) => {
      delete at(stack, handler).filename;
      set(stack, handler, { s3_bucket: "somebody", s3_key: "code.zip" });
    },
    turns: claimsAbout("data", "identities"),
  },
  {
    name: "the subnet of the functions was shared with other accounts",
    environments: open,
    edit: (stack) =>
      add(stack, "aws_ram_resource_association.functions", {
        resource_arn: "${aws_subnet.network_function_a.arn}",
        resource_share_arn: "arn:aws:ram:eu-west-1:444455556666:resource-share/0123",
      }),
    turns: claimsAbout("network", "names", "data"),
  },
  {
    name: "a connection of another service stands in the studio subnet, which no argument called subnet says",
    environments: ["dev"],
    edit: (stack) =>
      add(stack, "aws_gamelift_fleet.guests", { setting: [{ name: "Places", value: `x,${studioSubnet}` }] }),
    turns: claimsAbout("network"),
  },
  {
    name: "changes of a bucket policy by hand are ignored",
    environments: ["dev"],
    edit: (stack) =>
      set(stack, "aws_s3_bucket_policy.locked_buckets_data_policy", { lifecycle: { ignore_changes: ["policy"] } }),
    turns: claimsAbout("data"),
  },
  {
    name: "changes of the list of names by hand are ignored",
    environments: ["dev"],
    edit: (stack) =>
      set(stack, "aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names", {
        lifecycle: { ignore_changes: "all" },
      }),
    turns: claimsAbout("names"),
  },
  {
    name: "access logs go to a bucket of somebody else's",
    environments: ["dev"],
    edit: (stack) => set(stack, "aws_s3_bucket_logging.locked_buckets_data_logging", { target_bucket: "somebody" }),
    turns: claimsAbout("data"),
  },
  {
    name: "a person got a policy of his own",
    environments: ["dev"],
    edit: (stack) => add(stack, "aws_iam_user_policy.person", { user: "person", policy: "{}" }),
    turns: claimsAbout("identities"),
  },
];
