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
} from "./source-system";

const vpc_id = "${aws_vpc.studio.id}";
const studioGroup = "${aws_security_group.studio.id}";
const bucketNames = { data: `studiovpc-data-${account}` };

/** One zone, one subnet, no route but S3's. */
const network: Resources = {
  aws_vpc: { studio: { cidr_block: "10.2.0.0/16", enable_dns_support: true, enable_dns_hostnames: true } },
  aws_subnet: { private: { vpc_id, cidr_block: "10.2.1.0/24", availability_zone: `${region}a` } },
  aws_route_table: { private: { vpc_id } },
  aws_route_table_association: {
    private: { subnet_id: "${aws_subnet.private.id}", route_table_id: "${aws_route_table.private.id}" },
  },
  aws_security_group: {
    studio: { vpc_id, ingress: [groupRule({ protocol: "-1", self: true })], egress: allEgress },
    endpoints: {
      vpc_id,
      ingress: [groupRule({ protocol: "tcp", port: 443, security_groups: [studioGroup] })],
      egress: allEgress,
    },
  },
};

/** The endpoint policy names a bucket for models that no template creates. */
const s3EndpointPolicy = policy({
  Sid: "ProjectBuckets",
  Effect: "Allow",
  Principal: "*",
  Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
  Resource: ["data", "models"].flatMap((purpose) => [
    `arn:aws:s3:::studiovpc-${purpose}-${account}`,
    `arn:aws:s3:::studiovpc-${purpose}-${account}/*`,
  ]),
});

const endpoints: Resources = {
  aws_vpc_endpoint: {
    s3: {
      vpc_id,
      service_name: `com.amazonaws.${region}.s3`,
      vpc_endpoint_type: "Gateway",
      route_table_ids: ["${aws_route_table.private.id}"],
      policy: s3EndpointPolicy,
    },
    ...interfaceEndpoints(
      {
        sagemaker_api: `com.amazonaws.${region}.sagemaker.api`,
        sagemaker_runtime: `com.amazonaws.${region}.sagemaker.runtime`,
        notebook: `aws.sagemaker.${region}.notebook`,
        sts: `com.amazonaws.${region}.sts`,
        ssm: `com.amazonaws.${region}.ssm`,
        monitoring: `com.amazonaws.${region}.monitoring`,
        logs: `com.amazonaws.${region}.logs`,
        ecr_dkr: `com.amazonaws.${region}.ecr.dkr`,
        ecr_api: `com.amazonaws.${region}.ecr.api`,
      },
      {
        vpcId: vpc_id,
        subnetIds: ["${aws_subnet.private.id}"],
        securityGroupIds: ["${aws_security_group.endpoints.id}"],
      },
    ),
  },
};

const data: Resources = {
  ...fencedBuckets(bucketNames),
  aws_s3_bucket_versioning: {
    data: { bucket: "${aws_s3_bucket.data.id}", versioning_configuration: { status: "Enabled" } },
  },
  aws_kms_key: blogKeys("kms:ReEncrypt"),
};

const studio: Resources = {
  aws_iam_role: {
    notebook: { name: "studiovpc-notebook-role", assume_role_policy: assumableBy("sagemaker.amazonaws.com") },
  },
  aws_iam_role_policy: {
    notebook: { role: "${aws_iam_role.notebook.name}", policy: blogRolePolicy(["${aws_s3_bucket.data.arn}/*"]) },
  },
  aws_sagemaker_domain: {
    studio: {
      domain_name: "studiovpc",
      auth_mode: "IAM",
      app_network_access_type: "VpcOnly",
      vpc_id,
      subnet_ids: ["${aws_subnet.private.id}"],
      default_user_settings: { execution_role: "${aws_iam_role.notebook.arn}", security_groups: [studioGroup] },
    },
  },
  aws_sagemaker_user_profile: {
    demo: { domain_id: "${aws_sagemaker_domain.studio.id}", user_profile_name: "demo-user" },
  },
};

/** Built from three templates and a domain that its readers make by hand. */
export const privateStudio: SourceSystem = {
  id: "S2",
  title: "Studio in a private VPC",
  terraform: configure({ ...network, ...endpoints, ...data, ...studio }, { kind: "isolated" }),
};

/** The step that S2 offers to those who want the internet: a gateway, and a route of Studio's own subnet to it. */
export const privateStudioWithInternet: SourceSystem = {
  ...privateStudio,
  variant: "its internet option taken",
  terraform: configure(
    {
      ...privateStudio.terraform.resource,
      aws_internet_gateway: { internet: { vpc_id } },
      aws_route: {
        internet: {
          route_table_id: "${aws_route_table.private.id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "${aws_internet_gateway.internet.id}",
        },
      },
    },
    { kind: "isolated" },
  ),
};
