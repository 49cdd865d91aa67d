import { blogKeys, fencedBuckets } from "./blog-data";
import { jobRolePolicy } from "./s1-job-role";
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
} from "./source-system";

const vpc_id = "${aws_vpc.studio.id}";
const zones = { a: "10.2.1.0/24", b: "10.2.2.0/24", c: "10.2.3.0/24" };
const subnetIds = Object.keys(zones).map((zone) => `\${aws_subnet.${zone}.id}`);
const studioGroup = "${aws_security_group.studio.id}";
const profileGroup = "${aws_security_group.profile.id}";
const bucketNames = { data: "ds-data-bucket-team-dev-1a2b3c4d5e6f", models: "ds-model-bucket-team-dev-1a2b3c4d5e6f" };

function eachZone(values: (zone: string, cidrBlock: string) => Resources[""][""]): Resources[""] {
  return Object.fromEntries(Object.entries(zones).map(([zone, cidrBlock]) => [zone, values(zone, cidrBlock)]));
}

const network: Resources = {
  aws_vpc: { studio: { cidr_block: "10.2.0.0/16", enable_dns_support: true, enable_dns_hostnames: true } },
  aws_subnet: eachZone((zone, cidr_block) => ({ vpc_id, cidr_block, availability_zone: `${region}${zone}` })),
  aws_route_table: { private: { vpc_id } },
  aws_route_table_association: eachZone((zone) => ({
    subnet_id: `\${aws_subnet.${zone}.id}`,
    route_table_id: "${aws_route_table.private.id}",
  })),
  aws_security_group: {
    endpoints: {
      vpc_id,
      ingress: [groupRule({ protocol: "tcp", port: 443, security_groups: [studioGroup] })],
      egress: allEgress,
    },
    studio: { vpc_id, egress: allEgress },
    profile: { vpc_id, ingress: [groupRule({ protocol: "-1", self: true })], egress: allEgress },
  },
};

/** Buckets by the beginning of their name, which anybody may register. */
const s3EndpointPolicy = policy(
  {
    Sid: "BucketsByName",
    Effect: "Allow",
    Principal: "*",
    Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
    Resource: ["ds-model-bucket-*", "ds-data-bucket-*", "*ds-data-lake*"].flatMap((name) => [
      `arn:aws:s3:::${name}`,
      `arn:aws:s3:::${name}/*`,
    ]),
  },
  readable("CodeArtifactAssets", `assets-438097961670-${region}`),
  readable("ImageLayers", `prod-${region}-starport-layer-bucket`),
);

function readable(Sid: string, bucket: string) {
  return { Sid, Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` };
}

const where = { vpcId: vpc_id, subnetIds, securityGroupIds: ["${aws_security_group.endpoints.id}"] };

const endpoints: Resources[""] = {
  s3: {
    vpc_id,
    service_name: `com.amazonaws.${region}.s3`,
    vpc_endpoint_type: "Gateway",
    route_table_ids: ["${aws_route_table.private.id}"],
    policy: s3EndpointPolicy,
  },
  ...interfaceEndpoints(
    {
      ssm: `com.amazonaws.${region}.ssm`,
      monitoring: `com.amazonaws.${region}.monitoring`,
      logs: `com.amazonaws.${region}.logs`,
      sagemaker_api: `com.amazonaws.${region}.sagemaker.api`,
      sagemaker_runtime: `com.amazonaws.${region}.sagemaker.runtime`,
      notebook: `aws.sagemaker.${region}.notebook`,
      sts: `com.amazonaws.${region}.sts`,
      git_codecommit: `com.amazonaws.${region}.git-codecommit`,
      codecommit: `com.amazonaws.${region}.codecommit`,
      codeartifact_repositories: `com.amazonaws.${region}.codeartifact.repositories`,
      ecr_dkr: `com.amazonaws.${region}.ecr.dkr`,
      ecr_api: `com.amazonaws.${region}.ecr.api`,
      kms: `com.amazonaws.${region}.kms`,
    },
    where,
  ),
  codeartifact_api: {
    vpc_id,
    service_name: `com.amazonaws.${region}.codeartifact.api`,
    vpc_endpoint_type: "Interface",
    private_dns_enabled: false,
    subnet_ids: subnetIds,
    security_group_ids: ["${aws_security_group.endpoints.id}"],
    policy: policy(
      {
        Sid: "ReadPackages",
        Effect: "Allow",
        Principal: "*",
        Action: [
          "codeartifact:Describe*",
          "codeartifact:Get*",
          "codeartifact:List*",
          "codeartifact:ReadFromRepository",
        ],
        Resource: "*",
      },
      {
        Sid: "PackageToken",
        Effect: "Allow",
        Principal: "*",
        Action: "sts:GetServiceBearerToken",
        Resource: "*",
        Condition: { StringEquals: { "sts:AWSServiceName": "codeartifact.amazonaws.com" } },
      },
    ),
  },
};

const unshared = { notebook_output_option: "Disabled" };

const studio: Resources = {
  aws_iam_role: {
    profile: { name: "ds-notebook-role-team-dev", assume_role_policy: assumableBy("sagemaker.amazonaws.com") },
  },
  aws_iam_role_policy: {
    profile: {
      role: "${aws_iam_role.profile.name}",
      policy: jobRolePolicy({
        subnetIds,
        securityGroupIds: [studioGroup],
        buckets: Object.values(bucketNames),
        keyArns: ["${aws_kms_key.buckets.arn}", "${aws_kms_key.studio.arn}"],
      }),
    },
  },
  aws_sagemaker_domain: {
    studio: {
      domain_name: "ds-studio-domain",
      auth_mode: "IAM",
      app_network_access_type: "VpcOnly",
      vpc_id,
      subnet_ids: subnetIds,
      kms_key_id: "${aws_kms_key.studio.arn}",
      default_user_settings: {
        execution_role: "${aws_iam_role.profile.arn}",
        security_groups: [studioGroup],
        sharing_settings: unshared,
      },
    },
  },
  aws_sagemaker_user_profile: {
    scientist: {
      domain_id: "${aws_sagemaker_domain.studio.id}",
      user_profile_name: "scientist",
      user_settings: {
        execution_role: "${aws_iam_role.profile.arn}",
        security_groups: [studioGroup, profileGroup],
        sharing_settings: unshared,
      },
    },
  },
};

const { buckets } = blogKeys("kms:ReEncrypt");

/** The workshop as its authors' later templates build it: three zones, no gateway, jobs bounded by condition keys. */
export const secureNetworkingWorkshop: SourceSystem = {
  id: "S1",
  title: "Secure networking workshop",
  terraform: configure(
    {
      ...network,
      aws_vpc_endpoint: endpoints,
      ...fencedBuckets(bucketNames),
      aws_kms_key: {
        buckets: { ...buckets, enable_key_rotation: true },
        studio: { ...buckets, description: "Studio's volumes", enable_key_rotation: true },
      },
      ...studio,
      aws_codeartifact_domain: { packages: { domain: "ds-domain" } },
      aws_codeartifact_repository: {
        packages: {
          domain: "${aws_codeartifact_domain.packages.domain}",
          repository: "ds-repository",
          domain_owner: account,
        },
      },
    },
    { kind: "isolated" },
  ),
};
