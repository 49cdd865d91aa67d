import { account, configure, policy, region, type SourceSystem } from "./source-system";

const vpc_id = "${aws_vpc.private.id}";
const subnet_ids = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"];

/** A walk through the console of 2018: two endpoints in a VPC without a gateway, and one policy about addresses. */
export const sagemakerApiByPrivateLink: SourceSystem = {
  id: "S0",
  title: "SageMaker API through PrivateLink",
  terraform: configure(
    {
      aws_vpc: { private: { cidr_block: "10.0.0.0/16", enable_dns_support: true, enable_dns_hostnames: true } },
      aws_subnet: {
        a: { vpc_id, cidr_block: "10.0.1.0/24", availability_zone: `${region}a` },
        b: { vpc_id, cidr_block: "10.0.2.0/24", availability_zone: `${region}b` },
      },
      aws_vpc_endpoint: { sagemaker_api: endpoint("api"), sagemaker_runtime: endpoint("runtime") },
      aws_iam_policy: {
        notebook_urls: {
          name: "notebook-urls-from-the-office",
          policy: policy({
            Sid: "NotebookUrlsFromTheOffice",
            Effect: "Deny",
            Action: "sagemaker:CreatePresignedNotebookInstanceUrl",
            Resource: `arn:aws:sagemaker:${region}:${account}:notebook-instance/*`,
            Condition: { NotIpAddress: { "aws:SourceIp": ["198.51.100.0/24"] } },
          }),
        },
      },
    },
    { kind: "isolated" },
  ),
};

/** No security group is chosen, so the VPC's default group is attached. */
function endpoint(api: string) {
  return {
    vpc_id,
    service_name: `com.amazonaws.${region}.sagemaker.${api}`,
    vpc_endpoint_type: "Interface",
    private_dns_enabled: true,
    subnet_ids,
  };
}
