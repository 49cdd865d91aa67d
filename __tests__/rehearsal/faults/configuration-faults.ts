import { perimeter } from "../fixtures/perimeter";
import { add, resource, type TerraformJson } from "../fixtures/terraform-json";
import type { Fault } from "./fault";

/** The sample perimeter with one thing changed. */
function perimeterWith(change: (stack: TerraformJson) => void): () => TerraformJson {
  return () => {
    const stack = perimeter();
    change(stack);
    return stack;
  };
}

function vpcWith(values: Readonly<Record<string, unknown>>): () => TerraformJson {
  return perimeterWith((stack) => Object.assign(resource(stack, "aws_vpc", "vpc"), values));
}

function vpcTagged(tags: Readonly<Record<string, string>>): () => TerraformJson {
  return vpcWith({ tags });
}

const VERSIONING = "aws_s3_bucket_versioning";

/** Faults that a schema, a reference or the provider's own validation shows: before anything is created. */
export const configurationFaults: readonly Fault[] = [
  {
    name: "a misspelt argument",
    shows: "validate",
    stack: vpcWith({ enable_dns_host_names: true }),
    says: /No argument or block type is named "enable_dns_host_names"/,
  },
  {
    name: "a required argument written as null",
    shows: "validate",
    stack: perimeterWith((stack) => Object.assign(resource(stack, "aws_subnet", "studio"), { vpc_id: null })),
    says: /The argument "vpc_id" is required, but no definition was found/,
  },
  {
    name: "a required argument left out",
    shows: "validate",
    stack: perimeterWith((stack) => add(stack, "aws_subnet", "extra", { cidr_block: "10.1.2.0/24" })),
    says: /The argument "vpc_id" is required, but no definition was found/,
  },
  {
    name: "a required block left out",
    shows: "validate",
    stack: perimeterWith((stack) => add(stack, VERSIONING, "extra", { bucket: "some-bucket" })),
    says: /At least 1 "versioning_configuration" blocks are required/,
  },
  {
    name: "a required argument left out of a block",
    shows: "validate",
    stack: perimeterWith((stack) =>
      Object.assign(resource(stack, "aws_networkfirewall_firewall", "firewall"), { subnet_mapping: [{}] }),
    ),
    says: /The argument "subnet_id" is required, but no definition was found/,
  },
  {
    name: "a list where a boolean belongs",
    shows: "validate",
    stack: vpcWith({ enable_dns_support: ["yes"] }),
    says: /Inappropriate value for attribute "enable_dns_support": bool required/,
  },
  {
    name: "a word where a number belongs",
    shows: "validate",
    stack: vpcWith({ ipv4_netmask_length: "sixteen" }),
    says: /Inappropriate value for attribute "ipv4_netmask_length": a number is/,
  },
  {
    name: "a value for what only AWS decides",
    shows: "validate",
    stack: vpcWith({ arn: "arn:aws:ec2:eu-west-1:123456789012:vpc/mine" }),
    says: /Can't configure a value for "arn"/,
  },
  {
    name: "a block twice that may stand once",
    shows: "validate",
    stack: perimeterWith((stack) =>
      Object.assign(resource(stack, VERSIONING, "data"), {
        versioning_configuration: [{ status: "Enabled" }, { status: "Suspended" }],
      }),
    ),
    says: /No more than 1 "versioning_configuration" blocks are allowed/,
  },
  {
    name: "two resources that need each other",
    shows: "validate",
    stack: perimeterWith((stack) => {
      resource(stack, "aws_vpc", "vpc").tags = { bucket: "${aws_s3_bucket.data.arn}" };
      resource(stack, "aws_s3_bucket", "data").tags = { vpc: "${aws_vpc.vpc.id}" };
    }),
    says: /Cycle: aws_(vpc\.vpc|s3_bucket\.data), aws_/,
  },
  {
    name: "a reference to a resource that is not there",
    shows: "validate",
    stack: vpcTagged({ other: "${aws_vpc.nowhere.id}" }),
    says: /A managed resource "aws_vpc" "nowhere" has not been declared/,
  },
  {
    name: "a reference to an attribute that is not there",
    shows: "validate",
    stack: vpcTagged({ other: "${aws_s3_bucket.data.no_such_attribute}" }),
    says: /no argument, nested block, or exported attribute named "no_such_attribute"/,
  },
  {
    name: "a provider alias that is not configured",
    shows: "validate",
    stack: vpcWith({ provider: "aws.nowhere" }),
    says: /Provider configuration not present/,
  },
  {
    name: "an inline security group rule without all of its members",
    shows: "validate",
    stack: perimeterWith((stack) =>
      Object.assign(resource(stack, "aws_security_group", "studio"), {
        ingress: [{ from_port: 443, to_port: 443, protocol: "tcp" }],
      }),
    ),
    says: /Inappropriate value for attribute "ingress"/,
  },
  {
    name: "a policy that is no JSON",
    shows: "validate",
    stack: perimeterWith((stack) =>
      Object.assign(resource(stack, "aws_s3_bucket_policy", "data"), { policy: "{oops" }),
    ),
    says: /policy contains an invalid JSON policy/,
  },
  {
    name: "an index past the end of a list",
    shows: "validate",
    stack: vpcTagged({ other: '${split(",", "a")[3]}' }),
    says: /The given key does not identify an element in this collection value/,
  },
  {
    name: "a function that does not exist",
    shows: "validate",
    stack: vpcTagged({ other: "${nosuchfn(1)}" }),
    says: /There is no function named "nosuchfn"/,
  },
  {
    name: "a resource type that does not exist",
    shows: "validate",
    stack: perimeterWith((stack) => add(stack, "aws_dynamodb_tabel", "extra", { name: "extra" })),
    says: /does not support resource type "aws_dynamodb_tabel"/,
  },
  {
    name: "a condition operator that the policy language does not know",
    shows: "validate",
    stack: perimeterWith((stack) => {
      const policy = resource(stack, "aws_iam_role", "studio");
      const condition = { StringEqual: { "aws:SourceAccount": "123456789012" } };
      const statement = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Condition: condition };
      policy.assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    }),
    says: /condition operator that the policy language does not know/,
  },
  {
    name: "a trust policy that names a resource",
    shows: "validate",
    stack: perimeterWith((stack) => {
      const statement = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" };
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      resource(stack, "aws_iam_role", "studio").assume_role_policy = policy;
    }),
    says: /Has prohibited field Resource/,
  },
  {
    name: "a CIDR block with host bits set",
    shows: "validate",
    stack: perimeterWith((stack) =>
      Object.assign(resource(stack, "aws_subnet", "studio"), { cidr_block: "10.1.17.0/20" }),
    ),
    says: /"10\.1\.17\.0\/20" is not a valid IPv4 CIDR block; did you mean "10\.1\.16\.0\/20"/,
  },
];
