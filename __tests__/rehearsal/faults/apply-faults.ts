import { perimeter } from "../fixtures/perimeter";
import { smallNetwork, VPC_ID } from "../fixtures/small-network";
import { add, emptyStack, policyText, resource, type TerraformJson } from "../fixtures/terraform-json";
import type { Fault } from "./fault";

function addSubnet(stack: TerraformJson, name: string, cidr: string, zone = "eu-west-1b"): void {
  const after = ["aws_subnet.a"];
  add(stack, "aws_subnet", name, { vpc_id: VPC_ID, cidr_block: cidr, availability_zone: zone, depends_on: after });
}

function interfaceEndpoint(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const service = "com.amazonaws.eu-west-1.sts";
  return {
    vpc_id: VPC_ID,
    service_name: service,
    vpc_endpoint_type: "Interface",
    private_dns_enabled: true,
    ...values,
  };
}

/** Faults that only show when something is created, as with AWS: they need the rest of the account to be seen. */
export const applyFaults: readonly Fault[] = [
  {
    name: "a bucket's name where a VPC's id belongs",
    shows: "apply",
    stack: smallNetwork((stack) => {
      add(stack, "aws_s3_bucket", "data", { bucket: "some-bucket" });
      add(stack, "aws_security_group", "wrong", { vpc_id: "${aws_s3_bucket.data.id}" });
    }),
    says: /aws_security_group: "some-bucket" is not a VPC id/,
  },
  {
    name: "two subnets that overlap",
    shows: "apply",
    stack: smallNetwork((stack) => addSubnet(stack, "b", "10.1.8.0/24")),
    says: /InvalidSubnet\.Conflict: The CIDR '10\.1\.8\.0\/24' conflicts with another subnet/,
  },
  {
    name: "a subnet outside its VPC",
    shows: "apply",
    stack: smallNetwork((stack) => addSubnet(stack, "b", "10.2.0.0/24")),
    says: /InvalidSubnet\.Range: The CIDR '10\.2\.0\.0\/24' is invalid/,
  },
  {
    name: "a route to the gateway of another VPC",
    shows: "apply",
    stack: smallNetwork((stack) => {
      add(stack, "aws_vpc", "other", { cidr_block: "10.9.0.0/16" });
      add(stack, "aws_internet_gateway", "other", { vpc_id: "${aws_vpc.other.id}" });
      add(stack, "aws_route_table", "a", { vpc_id: VPC_ID });
      add(stack, "aws_route", "a", {
        route_table_id: "${aws_route_table.a.id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_internet_gateway.other.id}",
      });
    }),
    says: /InvalidParameterValue: .* belong to different networks/,
  },
  {
    name: "a second default route in one table",
    shows: "apply",
    stack: smallNetwork((stack) => {
      add(stack, "aws_internet_gateway", "a", { vpc_id: VPC_ID });
      add(stack, "aws_route_table", "a", { vpc_id: VPC_ID });
      const route = { route_table_id: "${aws_route_table.a.id}", destination_cidr_block: "0.0.0.0/0" };
      add(stack, "aws_route", "one", { ...route, gateway_id: "${aws_internet_gateway.a.id}" });
      add(stack, "aws_route", "two", { ...route, gateway_id: "${aws_internet_gateway.a.id}" });
    }),
    says: /RouteAlreadyExists: The route identified by 0\.0\.0\.0\/0 already exists/,
  },
  {
    name: "a NAT gateway before its VPC has an internet gateway",
    shows: "apply",
    stack: smallNetwork((stack) => {
      add(stack, "aws_eip", "nat", { domain: "vpc" });
      add(stack, "aws_nat_gateway", "nat", { allocation_id: "${aws_eip.nat.id}", subnet_id: "${aws_subnet.a.id}" });
      add(stack, "aws_internet_gateway", "late", { vpc_id: VPC_ID, depends_on: ["aws_nat_gateway.nat"] });
    }),
    says: /Gateway\.NotAttached: Network vpc-\w+ has no Internet gateway attached/,
  },
  {
    name: "an endpoint with two subnets in one zone",
    shows: "apply",
    stack: smallNetwork((stack) => {
      addSubnet(stack, "b", "10.1.16.0/24", "eu-west-1a");
      const subnets = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"];
      add(stack, "aws_vpc_endpoint", "sts", interfaceEndpoint({ subnet_ids: subnets }));
    }),
    says: /DuplicateSubnetsInSameZone/,
  },
  {
    name: "two endpoints that answer to one private name",
    shows: "apply",
    stack: smallNetwork((stack) => {
      const subnets = ["${aws_subnet.a.id}"];
      add(stack, "aws_vpc_endpoint", "one", interfaceEndpoint({ subnet_ids: subnets }));
      add(stack, "aws_vpc_endpoint", "two", interfaceEndpoint({ subnet_ids: subnets }));
    }),
    says: /conflicting DNS domain for com\.amazonaws\.eu-west-1\.sts/,
  },
  {
    name: "private names in a VPC that does not resolve them",
    shows: "apply",
    stack: smallNetwork((stack) => {
      resource(stack, "aws_vpc", "vpc").enable_dns_hostnames = false;
      add(stack, "aws_vpc_endpoint", "sts", interfaceEndpoint({ subnet_ids: ["${aws_subnet.a.id}"] }));
    }),
    says: /Enabling private DNS requires both enableDnsSupport and enableDnsHostnames/,
  },
  {
    name: "a log group whose key does not let CloudWatch Logs in",
    shows: "apply",
    stack: () => {
      const stack = emptyStack();
      const policy = policyText({ Principal: { AWS: "arn:aws:iam::123456789012:root" }, Resource: "*" });
      add(stack, "aws_kms_key", "logs", { policy });
      add(stack, "aws_cloudwatch_log_group", "logs", { name: "/logs", kms_key_id: "${aws_kms_key.logs.arn}" });
      return stack;
    },
    says: /AccessDeniedException: The specified KMS key does not exist or is not allowed/,
  },
  {
    name: "two roles of one name",
    shows: "apply",
    stack: () => {
      const stack = emptyStack();
      const trust = policyText({ Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" });
      add(stack, "aws_iam_role", "one", { name: "studio", assume_role_policy: trust });
      add(stack, "aws_iam_role", "two", { name: "studio", assume_role_policy: trust });
      return stack;
    },
    says: /EntityAlreadyExists: Role with name studio already exists/,
  },
  {
    name: "inline policies that are too long together",
    shows: "apply",
    stack: () => {
      const stack = emptyStack();
      const trust = policyText({ Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" });
      add(stack, "aws_iam_role", "studio", { name: "studio", assume_role_policy: trust });
      const long = policyText({
        Resource: Array.from({ length: 100 }, (_, at) => `arn:aws:s3:::some-long-bucket-name-${at}/*`),
      });
      for (const name of ["one", "two", "three"]) {
        add(stack, "aws_iam_role_policy", name, { name, role: "${aws_iam_role.studio.id}", policy: long });
      }
      return stack;
    },
    says: /Maximum policy size of 10240 bytes exceeded for role studio/,
  },
  {
    name: "more firewall rules than the rule group has room for",
    shows: "apply",
    stack: () => {
      const stack = emptyStack();
      const rules = "pass tls any any -> any 443 (sid:1;)\n# a comment\ndrop udp any any -> any any (sid:2;)\n";
      const group = { rules_source: { rules_string: rules }, stateful_rule_options: { rule_order: "STRICT_ORDER" } };
      add(stack, "aws_networkfirewall_rule_group", "g", {
        name: "g",
        type: "STATEFUL",
        capacity: 1,
        rule_group: group,
      });
      return stack;
    },
    says: /capacity exceeded: 2 rules, capacity 1/,
  },
  {
    name: "an update of a VpcOnly domain",
    shows: "update",
    stack: perimeter,
    changed: () => {
      const stack = perimeter();
      resource(stack, "aws_sagemaker_domain", "domain").default_space_settings = {
        execution_role: "${aws_iam_role.studio.arn}",
      };
      return stack;
    },
    says: /VpcId and Subnet IDs are required for updating domains to VpcOnly mode/,
  },
];
