import { type Configuration, ofType, type Resource } from "../../terraform/configuration";
import type { Evidence } from "../../verdict/claim";
import { type Policy, parsePolicy } from "../language/parse-policy";
import type { TextReader } from "../language/resolve-policy-text";
import { doubtsOf, isSet, policiesOf, readPolicy, strayPolicies } from "./read-policy";

/** A VPC endpoint of the configuration and its policy. */
export interface Endpoint {
  readonly address: string;
  readonly id: string;
  readonly vpcId: string;
  /** What follows the region in the service's name: `s3`, `sagemaker.api`, `studio`. */
  readonly service: string;
  readonly policy: readonly Policy[];
  /** Whether AWS's own policy stands, which allows everything. */
  readonly isOpen: boolean;
  readonly doubts: readonly Evidence[];
}

export function readEndpoints(configuration: Configuration, text: TextReader): readonly Endpoint[] {
  const stray = strayPolicies(configuration, text, "aws_vpc_endpoint_policy", "vpc_endpoint_id");
  return ofType(configuration, "aws_vpc_endpoint").map((endpoint) => {
    const read = readEndpoint(configuration, text, endpoint);
    return { ...read, doubts: [...read.doubts, ...stray] };
  });
}

function readEndpoint(configuration: Configuration, text: TextReader, endpoint: Resource): Endpoint {
  const id = text.read(`\${${endpoint.address}.id}`);
  const separate = ofType(configuration, "aws_vpc_endpoint_policy").filter(
    ({ values }) => typeof values.vpc_endpoint_id === "string" && text.read(values.vpc_endpoint_id) === id,
  );
  const documents = [endpoint, ...separate].filter(({ values }) => isSet(values.policy));
  const readings = documents.map(({ address, values }) => readPolicy(text, values.policy, address));
  const serviceName = typeof endpoint.values.service_name === "string" ? text.read(endpoint.values.service_name) : "";
  return {
    address: endpoint.address,
    id,
    vpcId: typeof endpoint.values.vpc_id === "string" ? text.read(endpoint.values.vpc_id) : "",
    service: serviceOf(serviceName, text.region),
    policy: readings.length === 0 ? [fullAccess(endpoint)] : policiesOf(readings).slice(-1),
    isOpen: readings.length === 0,
    doubts: [...doubtsOf(readings), ...manyPolicies(endpoint, documents)],
  };
}

/** The provider shows a separate policy at the endpoint too; two that differ replace each other in an order that nobody knows. */
function manyPolicies({ address }: Resource, documents: readonly Resource[]): readonly Evidence[] {
  const texts = new Set(documents.map(({ values }) => values.policy));
  const text = `${address} has ${texts.size} policies and keeps one: which, nothing says`;
  return texts.size > 1 ? [{ text, addresses: [address] }] : [];
}

/** `com.amazonaws.eu-west-1.sagemaker.api` is `sagemaker.api`; a global service has no region in its name. */
function serviceOf(serviceName: string, region: string): string {
  const [, afterRegion] = serviceName.split(`.${region}.`);
  return afterRegion ?? serviceName.replace(/^(com\.amazonaws|aws)\./, "");
}

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
function fullAccess(endpoint: Resource): Policy {
  const statement = { Sid: "default endpoint policy", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
  return parsePolicy(JSON.stringify({ Statement: [statement] }), endpoint.address);
}
