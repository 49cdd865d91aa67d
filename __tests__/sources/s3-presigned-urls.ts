import { notebookRolePolicy, urlRolePolicy } from "./s3-roles";
import {
  account,
  allEgress,
  allowEverything,
  assumableBy,
  configure,
  groupRule,
  policy,
  type Resources,
  region,
  type SourceSystem,
} from "./source-system";

const vpc_id = "${aws_vpc.sagemaker.id}";
const globalGroup = "${aws_security_group.global.id}";
const anywhere = ["0.0.0.0/0"];

/** No zone is named, so AWS picks one. */
const network: Resources = {
  aws_vpc: { sagemaker: { cidr_block: "172.29.10.0/24", enable_dns_support: true, enable_dns_hostnames: true } },
  aws_vpc_dhcp_options: { names: { domain_name: "ec2.internal", domain_name_servers: ["AmazonProvidedDNS"] } },
  aws_vpc_dhcp_options_association: { names: { vpc_id, dhcp_options_id: "${aws_vpc_dhcp_options.names.id}" } },
  aws_subnet: {
    private: { vpc_id, cidr_block: "172.29.10.0/26" },
    public: { vpc_id, cidr_block: "172.29.10.128/26" },
  },
  aws_route_table: { private: { vpc_id }, public: { vpc_id } },
  aws_route_table_association: {
    private: { subnet_id: "${aws_subnet.private.id}", route_table_id: "${aws_route_table.private.id}" },
    public: { subnet_id: "${aws_subnet.public.id}", route_table_id: "${aws_route_table.public.id}" },
  },
  aws_internet_gateway: { bastion: { vpc_id } },
  aws_route: {
    bastion: {
      route_table_id: "${aws_route_table.public.id}",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.bastion.id}",
    },
  },
  aws_security_group: {
    global: {
      vpc_id,
      ingress: [
        groupRule({ protocol: "tcp", port: 443, cidr_blocks: anywhere }),
        groupRule({ protocol: "udp", port: 53, cidr_blocks: anywhere }),
      ],
      egress: allEgress,
    },
    bastion: {
      vpc_id,
      ingress: [groupRule({ protocol: "tcp", port: 3389, cidr_blocks: ["203.0.113.7/32"] })],
      egress: allEgress,
    },
  },
  aws_instance: {
    bastion: {
      ami: "resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2016-English-Full-Base",
      instance_type: "t2.small",
      subnet_id: "${aws_subnet.public.id}",
      associate_public_ip_address: true,
      vpc_security_group_ids: ["${aws_security_group.bastion.id}"],
    },
  },
};

const interfaces = {
  cloudformation: `com.amazonaws.${region}.cloudformation`,
  sagemaker_api: `com.amazonaws.${region}.sagemaker.api`,
  notebook: `aws.sagemaker.${region}.notebook`,
  sts: `com.amazonaws.${region}.sts`,
  sagemaker_runtime: `com.amazonaws.${region}.sagemaker.runtime`,
};

const endpoints: Resources[""] = {
  s3: {
    vpc_id,
    service_name: `com.amazonaws.${region}.s3`,
    vpc_endpoint_type: "Gateway",
    route_table_ids: ["${aws_route_table.private.id}", "${aws_route_table.public.id}"],
    policy: allowEverything,
  },
  ...Object.fromEntries(
    Object.entries(interfaces).map(([name, service_name]) => [
      name,
      {
        vpc_id,
        service_name,
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
        subnet_ids: ["${aws_subnet.private.id}"],
        security_group_ids: [globalGroup],
      },
    ]),
  ),
};

const notebook: Resources = {
  aws_iam_role: {
    notebook: {
      name: "SageMakerNotebookExecutionRole-notebook",
      assume_role_policy: assumableBy("sagemaker.amazonaws.com"),
    },
    urls: { name: "url-generator", assume_role_policy: assumableBy("lambda.amazonaws.com") },
  },
  aws_iam_role_policy: {
    notebook: { role: "${aws_iam_role.notebook.name}", policy: notebookRolePolicy("${aws_s3_bucket.notebook.arn}") },
    urls: { role: "${aws_iam_role.urls.name}", policy: urlRolePolicy(vpc_id) },
  },
  aws_iam_role_policy_attachment: Object.fromEntries(
    ["AWSLambda_FullAccess", "AWSServiceCatalogAdminFullAccess"].map((name) => [
      name,
      { role: "${aws_iam_role.urls.name}", policy_arn: `arn:aws:iam::aws:policy/${name}` },
    ]),
  ),
  aws_sagemaker_notebook_instance: {
    notebook: {
      name: "notebook",
      instance_type: "ml.t2.medium",
      volume_size: 50,
      direct_internet_access: "Disabled",
      root_access: "Disabled",
      kms_key_id: "${aws_kms_key.main.arn}",
      role_arn: "${aws_iam_role.notebook.arn}",
      subnet_id: "${aws_subnet.private.id}",
      security_groups: [globalGroup],
    },
  },
  aws_lambda_function: { studio_url: urlFunction("studio-url", "public"), notebook_url: urlFunction("url", "private") },
};

function urlFunction(function_name: string, subnet: "private" | "public") {
  return {
    function_name,
    handler: "index.lambda_handler",
    runtime: "python3.6",
    filename: "index.zip",
    role: "${aws_iam_role.urls.arn}",
    vpc_config: { subnet_ids: [`\${aws_subnet.${subnet}.id}`], security_group_ids: [globalGroup] },
  };
}

const bucketArns = ["${aws_s3_bucket.notebook.arn}", "${aws_s3_bucket.notebook.arn}/*"];
const bucket = "${aws_s3_bucket.notebook.id}";

const data: Resources = {
  aws_s3_bucket: { notebook: { bucket: "notebook", tags: { dataclass: "Confidential" } } },
  aws_s3_bucket_versioning: { notebook: { bucket, versioning_configuration: { status: "Enabled" } } },
  aws_s3_bucket_logging: { notebook: { bucket, target_bucket: bucket, target_prefix: "access_logs" } },
  aws_s3_bucket_server_side_encryption_configuration: {
    notebook: {
      bucket,
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: "${aws_kms_key.main.arn}",
          },
        },
      ],
    },
  },
  aws_s3_bucket_policy: {
    notebook: {
      bucket,
      policy: policy(
        deniedWhen("TlsOnly", "s3:*", { Bool: { "aws:SecureTransport": "false" } }),
        deniedWhen("NoPublicAcl", ["s3:PutObject", "s3:PutObjectAcl"], {
          StringEquals: { "s3:x-amz-acl": ["public-read", "public-read-write", "authenticated-read"] },
        }),
      ),
    },
  },
  aws_kms_key: {
    main: {
      policy: policy(
        {
          Sid: "Administrators",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:role/administrator` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "EverybodyInTheAccount",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
          Condition: { StringEquals: { "kms:CallerAccount": account } },
        },
      ),
    },
  },
};

function deniedWhen(Sid: string, Action: string | readonly string[], Condition: Resources[""][""]) {
  return { Sid, Effect: "Deny", Principal: "*", Action, Resource: bucketArns, Condition };
}

/** Notebooks and the functions that make their URLs, beside a jump host with a public address. */
export const presignedUrls: SourceSystem = {
  id: "S3",
  title: "Presigned URLs by Service Catalog",
  terraform: configure({ ...network, aws_vpc_endpoint: endpoints, ...notebook, ...data }, { kind: "isolated" }),
};
