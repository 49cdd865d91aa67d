import { blogKeys, fencedBuckets } from "./blog-data";
import { blogRolePolicy } from "./blog-role";
import {
  account,
  allEgress,
  assumableBy,
  configure,
  groupRule,
  interfaceEndpoints,
  policy,
  type Resources,
  region,
  type SourceSystem,
  type SourceTerraform,
} from "./source-system";

const vpc_id = "${aws_vpc.main.id}";
const studioGroup = "${aws_security_group.studio.id}";
const tiers = { firewall: "10.2.1.0/24", nat: "10.2.2.0/24", studio: "10.2.3.0/24" };
const bucketNames = {
  data: `sagemaker-studio-anfw-${account}-${region}-data`,
  models: `sagemaker-studio-anfw-${account}-${region}-models`,
};

/** The first in a list, whose order AWS does not promise. */
const firewallEndpoint =
  "${tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}";

const network: Resources = {
  aws_vpc: { main: { cidr_block: "10.2.0.0/16", enable_dns_support: true, enable_dns_hostnames: true } },
  aws_subnet: eachTier((tier) => ({ vpc_id, cidr_block: tiers[tier], availability_zone: `${region}a` })),
  aws_route_table: { ...eachTier(() => ({ vpc_id })), gateway: { vpc_id } },
  aws_route_table_association: {
    ...eachTier((tier) => ({
      subnet_id: `\${aws_subnet.${tier}.id}`,
      route_table_id: `\${aws_route_table.${tier}.id}`,
    })),
    gateway: { gateway_id: "${aws_internet_gateway.main.id}", route_table_id: "${aws_route_table.gateway.id}" },
  },
  aws_internet_gateway: { main: { vpc_id } },
  aws_eip: { nat: { domain: "vpc" } },
  aws_nat_gateway: { main: { allocation_id: "${aws_eip.nat.id}", subnet_id: "${aws_subnet.nat.id}" } },
  aws_route: {
    studio: { ...everywhereFrom("studio"), nat_gateway_id: "${aws_nat_gateway.main.id}" },
    nat: { ...everywhereFrom("nat"), vpc_endpoint_id: firewallEndpoint },
    firewall: { ...everywhereFrom("firewall"), gateway_id: "${aws_internet_gateway.main.id}" },
    gateway: {
      route_table_id: "${aws_route_table.gateway.id}",
      destination_cidr_block: tiers.nat,
      vpc_endpoint_id: firewallEndpoint,
    },
  },
};

function eachTier(values: (tier: keyof typeof tiers) => Resources[""][""]): Resources[""] {
  return { firewall: values("firewall"), nat: values("nat"), studio: values("studio") };
}

function everywhereFrom(tier: keyof typeof tiers) {
  return { route_table_id: `\${aws_route_table.${tier}.id}`, destination_cidr_block: "0.0.0.0/0" };
}

/** Neither rule order nor stateful default is set: AWS's are action order and pass. */
const firewall: Resources = {
  aws_networkfirewall_rule_group: {
    allowed_domains: {
      name: "allowed-domains",
      type: "STATEFUL",
      capacity: 100,
      rule_group: {
        rule_variables: { ip_sets: [{ key: "HOME_NET", ip_set: { definition: ["10.2.0.0/16"] } }] },
        rules_source: {
          rules_source_list: {
            generated_rules_type: "ALLOWLIST",
            target_types: ["HTTP_HOST", "TLS_SNI"],
            targets: [".kaggle.com", ".amazonaws.com"],
          },
        },
      },
    },
  },
  aws_networkfirewall_firewall_policy: {
    egress: {
      name: "egress",
      firewall_policy: {
        stateless_default_actions: ["aws:forward_to_sfe"],
        stateless_fragment_default_actions: ["aws:pass"],
        stateful_rule_group_reference: [{ resource_arn: "${aws_networkfirewall_rule_group.allowed_domains.arn}" }],
      },
    },
  },
  aws_networkfirewall_firewall: {
    egress: {
      name: "egress",
      vpc_id,
      firewall_policy_arn: "${aws_networkfirewall_firewall_policy.egress.arn}",
      subnet_mapping: [{ subnet_id: "${aws_subnet.firewall.id}" }],
      delete_protection: false,
      subnet_change_protection: false,
      firewall_policy_change_protection: false,
    },
  },
};

const securityGroups: Resources = {
  aws_security_group: {
    studio: { vpc_id, ingress: [groupRule({ protocol: "-1", self: true })], egress: allEgress },
    endpoints: {
      vpc_id,
      ingress: [
        groupRule({ protocol: "tcp", port: 443, security_groups: [studioGroup] }),
        groupRule({ protocol: "-1", cidr_blocks: ["10.2.0.0/16"] }),
      ],
      egress: allEgress,
    },
  },
};

const bucketArns = ["data", "models"].flatMap((name) => [
  `\${aws_s3_bucket.${name}.arn}`,
  `\${aws_s3_bucket.${name}.arn}/*`,
]);

const endpoints: Resources = {
  aws_vpc_endpoint: {
    s3: {
      vpc_id,
      service_name: `com.amazonaws.${region}.s3`,
      vpc_endpoint_type: "Gateway",
      route_table_ids: ["${aws_route_table.studio.id}"],
      policy: policy({
        Sid: "ProjectBuckets",
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject"],
        Resource: Object.values(bucketNames).flatMap((name) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`]),
      }),
    },
    ...interfaceEndpoints(
      {
        sagemaker_api: `com.amazonaws.${region}.sagemaker.api`,
        sagemaker_runtime: `com.amazonaws.${region}.sagemaker.runtime`,
        notebook: `aws.sagemaker.${region}.notebook`,
        servicecatalog: `com.amazonaws.${region}.servicecatalog`,
        sts: `com.amazonaws.${region}.sts`,
        ssm: `com.amazonaws.${region}.ssm`,
        monitoring: `com.amazonaws.${region}.monitoring`,
        logs: `com.amazonaws.${region}.logs`,
        ecr_dkr: `com.amazonaws.${region}.ecr.dkr`,
        ecr_api: `com.amazonaws.${region}.ecr.api`,
      },
      {
        vpcId: vpc_id,
        subnetIds: ["${aws_subnet.studio.id}"],
        securityGroupIds: ["${aws_security_group.endpoints.id}"],
      },
    ),
  },
};

const studio: Resources = {
  aws_iam_role: {
    execution: {
      name: `sagemaker-studio-anfw-${region}-sagemaker-execution-role`,
      assume_role_policy: assumableBy("sagemaker.amazonaws.com"),
    },
  },
  aws_iam_role_policy: { execution: { role: "${aws_iam_role.execution.name}", policy: blogRolePolicy(bucketArns) } },
  aws_sagemaker_domain: {
    studio: {
      domain_name: `sagemaker-anfw-domain-${region}`,
      auth_mode: "IAM",
      app_network_access_type: "VpcOnly",
      vpc_id,
      subnet_ids: ["${aws_subnet.studio.id}"],
      default_user_settings: { execution_role: "${aws_iam_role.execution.arn}", security_groups: [studioGroup] },
    },
  },
  aws_sagemaker_user_profile: {
    studio: {
      domain_id: "${aws_sagemaker_domain.studio.id}",
      user_profile_name: `anfw-user-profile-${region}`,
      user_settings: { execution_role: "${aws_iam_role.execution.arn}", security_groups: [studioGroup] },
    },
  },
};

/** What the domain list is there for. */
const allowedDomains = ["kaggle.com", "amazonaws.com"].map(
  (name) => ({ name, match: "subdomains", ports: [443] }) as const,
);

function promised(resources: Resources): SourceTerraform {
  return configure(resources, { kind: "inspected", allowedDomains });
}

const resources: Resources = {
  ...network,
  ...firewall,
  ...securityGroups,
  ...endpoints,
  ...fencedBuckets(bucketNames),
  aws_kms_key: blogKeys("kms:ReEncrypt*"),
  ...studio,
};

export const inspectedStudio: SourceSystem = {
  id: "S4",
  title: "Studio with Network Firewall",
  terraform: promised(resources),
};

/** The step that S4 offers to those who want JumpStart: one more statement in the S3 endpoint's policy. */
export const inspectedStudioWithJumpStart: SourceSystem = {
  ...inspectedStudio,
  variant: "JumpStart switched on",
  terraform: promised({
    ...resources,
    aws_vpc_endpoint: {
      ...resources.aws_vpc_endpoint,
      s3: {
        ...resources.aws_vpc_endpoint?.s3,
        policy: policy({
          Sid: "JumpStart",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "*",
          Condition: { StringEqualsIgnoreCase: { "s3:ExistingObjectTag/SageMaker": "true" } },
        }),
      },
    },
  }),
};

/** What S4 says does not work with its way of picking an endpoint: a firewall in a second zone, so that the list has two. */
export const inspectedStudioInTwoZones: SourceSystem = {
  ...inspectedStudio,
  variant: "its firewall in a second zone too",
  terraform: promised({
    ...resources,
    aws_subnet: {
      ...resources.aws_subnet,
      firewall_b: { vpc_id, cidr_block: "10.2.4.0/24", availability_zone: `${region}b` },
    },
    aws_route_table_association: {
      ...resources.aws_route_table_association,
      firewall_b: {
        subnet_id: "${aws_subnet.firewall_b.id}",
        route_table_id: "${aws_route_table.firewall.id}",
      },
    },
    aws_networkfirewall_firewall: {
      egress: {
        ...resources.aws_networkfirewall_firewall?.egress,
        subnet_mapping: [{ subnet_id: "${aws_subnet.firewall.id}" }, { subnet_id: "${aws_subnet.firewall_b.id}" }],
      },
    },
  }),
};
