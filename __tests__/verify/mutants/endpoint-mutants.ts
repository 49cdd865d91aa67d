import { add, at, editPolicy, editStatement, type Mutant, remove, type Stack, type Statement, set } from "./mutant";

const openStatement: Statement = { Sid: "AllowAll", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };

function openPolicy(stack: Stack, address: string): void {
  editPolicy(stack, address, () => [openStatement]);
}

export const endpointMutants: readonly Mutant[] = [
  {
    name: "the endpoint of the SageMaker runtime was removed",
    environments: ["dev", "prod"],
    edit: (stack) => remove(stack, "aws_vpc_endpoint.endpoints_sagemaker_runtime"),
    turns: ["endpoint-covers-required-services", "survives-zone-loss"],
  },
  {
    name: "an endpoint stands in one zone of three",
    environments: ["prod"],
    edit: (stack) =>
      set(stack, "aws_vpc_endpoint.endpoints_kms", { subnet_ids: ["${aws_subnet.network_endpoint_a.id}"] }),
    turns: ["survives-zone-loss"],
  },
  {
    name: "a studio table lost its route to the S3 endpoint",
    environments: ["prod"],
    edit: (stack) => {
      const endpoint = at(stack, "aws_vpc_endpoint.endpoints_s3");
      endpoint.route_table_ids = (endpoint.route_table_ids as unknown[]).slice(1);
    },
    turns: ["endpoint-covers-required-services", "survives-zone-loss"],
  },
  {
    name: "private DNS of an endpoint was switched off",
    environments: ["dev"],
    edit: (stack) => set(stack, "aws_vpc_endpoint.endpoints_sts", { private_dns_enabled: false }),
    turns: ["private-dns-on"],
  },
  {
    name: "the VPC no longer gives out DNS host names",
    environments: ["dev"],
    edit: (stack) => set(stack, "aws_vpc.network_vpc", { enable_dns_hostnames: false }),
    turns: ["private-dns-on"],
  },
  {
    name: "the endpoints take the whole VPC instead of Studio",
    environments: ["dev"],
    edit: (stack) => {
      const rule = at(stack, "aws_vpc_security_group_ingress_rule.security_groups_endpoint_from_studio");
      delete rule.referenced_security_group_id;
      rule.cidr_ipv4 = "${aws_vpc.network_vpc.cidr_block}";
    },
    turns: ["endpoint-takes-only-studio"],
  },
  {
    name: "the endpoints take every port from Studio",
    environments: ["dev"],
    edit: (stack) =>
      set(stack, "aws_vpc_security_group_ingress_rule.security_groups_endpoint_from_studio", {
        from_port: 0,
        to_port: 65535,
      }),
    turns: ["endpoint-takes-only-studio"],
  },
  {
    name: "an endpoint lost its policy",
    environments: ["dev"],
    edit: (stack) => {
      delete at(stack, "aws_vpc_endpoint.endpoints_sts").policy;
    },
    turns: ["endpoint-policy-bounds-both-sides"],
  },
  {
    name: "an endpoint's policy allows everything to everyone",
    environments: ["dev"],
    edit: (stack) => openPolicy(stack, "aws_vpc_endpoint.endpoints_logs"),
    turns: ["endpoint-policy-bounds-both-sides"],
  },
  {
    name: "a second S3 endpoint was added without a policy",
    environments: ["dev"],
    edit: (stack) =>
      add(stack, "aws_vpc_endpoint.second", {
        service_name: "com.amazonaws.eu-west-1.s3",
        vpc_endpoint_type: "Gateway",
        vpc_id: "${aws_vpc.network_vpc.id}",
        route_table_ids: ["${aws_route_table.network_endpoint_a_routes.id}"],
      }),
    turns: ["endpoint-takes-only-studio", "endpoint-policy-bounds-both-sides", "only-own-buckets-from-studio"],
  },
  {
    name: "the S3 endpoint no longer asks whose the bucket is",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, "aws_vpc_endpoint.endpoints_s3", "AllowOurPrincipalsToOurResources", (statement) => {
        delete statement.Condition?.StringEquals?.["aws:ResourceAccount"];
      }),
    turns: ["endpoint-policy-bounds-both-sides", "only-own-buckets-from-studio"],
  },
  {
    name: "the S3 endpoint no longer asks who the caller is",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, "aws_vpc_endpoint.endpoints_s3", "AllowOurPrincipalsToOurResources", (statement) => {
        delete statement.Condition?.StringEquals?.["aws:PrincipalAccount"];
      }),
    turns: ["endpoint-policy-bounds-both-sides"],
  },
  {
    name: "IfExists slipped into an endpoint's condition",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, "aws_vpc_endpoint.endpoints_kms", "AllowOurPrincipalsToOurResources", (statement) => {
        statement.Condition = { StringEqualsIfExists: statement.Condition?.StringEquals ?? {} };
      }),
    turns: ["endpoint-policy-bounds-both-sides"],
  },
  {
    name: "objects may be written to the bucket of ECR's image layers",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, "aws_vpc_endpoint.endpoints_s3", "AllowImageLayersOfEcr", (statement) => {
        statement.Action = ["s3:GetObject", "s3:PutObject"];
        statement.Resource = "*";
      }),
    turns: ["endpoint-policy-bounds-both-sides", "only-own-buckets-from-studio"],
  },
  {
    name: "the S3 endpoint reaches a bucket that is named as AWS's own and that anybody may register",
    environments: ["dev"],
    edit: (stack) =>
      editPolicy(stack, "aws_vpc_endpoint.endpoints_s3", (statements) => [
        ...statements,
        {
          Sid: "Assets",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::assets-763104351884-eu-west-1/*",
        },
      ]),
    turns: ["endpoint-policy-bounds-both-sides", "only-own-buckets-from-studio"],
  },
];
