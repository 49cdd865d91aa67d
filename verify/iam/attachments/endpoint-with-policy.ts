import { endpointServicePrefixPattern } from "../../../aws/partition-endpoints";
import {
  isAbsent,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { type Policy, parsePolicy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { attachedResources } from "./attached-resources";
import { readablePolicies, readPolicy, unreadablePolicyDoubts, unresolvedAttachments } from "./read-policy";

/** A VPC endpoint of the configuration and its policy. */
export interface EndpointWithPolicy {
  readonly address: string;
  readonly id: string;
  readonly vpcId: string;
  /** What follows the region in the service's name: `s3`, `sagemaker.api`, `studio`. */
  readonly service: string;
  readonly policies: readonly Policy[];
  /** Whether AWS's own policy stands, which allows everything. */
  readonly hasDefaultPolicy: boolean;
  readonly doubts: readonly Evidence[];
}

/** Reads every VPC endpoint. A policy whose endpoint is not known is a doubt of each. */
export function readVpcEndpoints(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
): readonly EndpointWithPolicy[] {
  const unresolved = unresolvedAttachments(configuration, text, "aws_vpc_endpoint_policy", "vpc_endpoint_id");
  return resourcesOfType(configuration, "aws_vpc_endpoint").map((endpoint) => {
    const read = readVpcEndpoint(configuration, text, endpoint);
    return { ...read, doubts: [...read.doubts, ...unresolved] };
  });
}

function readVpcEndpoint(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  endpoint: Resource,
): EndpointWithPolicy {
  const id = text.resolve(`\${${endpoint.address}.id}`);
  const separate = attachedResources(configuration, text, "aws_vpc_endpoint_policy", "vpc_endpoint_id", id);
  const documents = [endpoint, ...separate].filter(({ values }) => !isAbsent(values.policy));
  const readings = documents.map(({ address, values }) => readPolicy(text, values.policy, address, "resource"));
  const serviceName =
    typeof endpoint.values.service_name === "string" ? text.resolve(endpoint.values.service_name) : "";
  return {
    address: endpoint.address,
    id,
    vpcId: typeof endpoint.values.vpc_id === "string" ? text.resolve(endpoint.values.vpc_id) : "",
    service: endpointServiceName(serviceName, text.region),
    policies: readings.length === 0 ? [defaultEndpointPolicy(endpoint)] : readablePolicies(readings).slice(-1),
    hasDefaultPolicy: readings.length === 0,
    doubts: [...unreadablePolicyDoubts(readings), ...conflictingEndpointPolicies(endpoint, documents)],
  };
}

/** The provider shows a separate policy at the endpoint too; two that differ replace each other in an order that nobody knows. */
function conflictingEndpointPolicies({ address }: Resource, documents: readonly Resource[]): readonly Evidence[] {
  const texts = new Set(documents.map(({ values }) => values.policy));
  const text = `${address} has ${texts.size} policies and keeps one: which, nothing says`;
  return texts.size > 1 ? [{ text, addresses: [address] }] : [];
}

const servicePrefix = new RegExp(`^${endpointServicePrefixPattern}\\.`);

/** `com.amazonaws.eu-west-1.sagemaker.api` is `sagemaker.api`; a global service has no region in its name. */
function endpointServiceName(serviceName: string, region: string): string {
  const [, afterRegion] = serviceName.split(`.${region}.`);
  return afterRegion ?? serviceName.replace(servicePrefix, "");
}

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
function defaultEndpointPolicy(endpoint: Resource): Policy {
  const statement = { Sid: "default endpoint policy", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
  return parsePolicy(JSON.stringify({ Statement: [statement] }), endpoint.address);
}
