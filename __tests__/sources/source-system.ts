import type { JsonObject } from "../../verify/configuration";
import type { Posture } from "../../verify/posture";

/** A published system that this project grew out of, rebuilt as Terraform from facts about it. */
export interface SourceSystem {
  /** As the weakness register calls it. */
  readonly id: "S0" | "S1" | "S2" | "S3" | "S4";
  readonly title: string;
  /**
   * What was done to it, where its publication tells how.
   *
   * @default - nothing: it is as published
   */
  readonly variant?: string;
  readonly terraform: SourceTerraform;
}

/** Resource type -> name -> arguments. */
export type Resources = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

export interface SourceTerraform {
  readonly terraform: JsonObject;
  readonly provider: JsonObject;
  readonly data: JsonObject;
  readonly output: JsonObject;
  readonly resource: Resources;
}

/** The account that the system runs in; its publication never names one. */
export const account = "${data.aws_caller_identity.current.account_id}";

export const region = "eu-west-1";

/**
 * The whole configuration. The declaration is the only part that the publications have not: what their authors promise, in
 * the words of this program, and one administrator as deployer.
 */
export function configure(
  resource: Resources,
  promise: Pick<Posture, "kind"> & Partial<Pick<Posture, "allowedDomains">>,
): SourceTerraform {
  const declaration = {
    posture: promise.kind,
    allowed_domains: (promise.allowedDomains ?? []).map((domain) => ({ ...domain })),
    protections: false,
    deployers: [`arn:aws:iam::${account}:role/administrator`],
    break_glass: [],
    log_retention_days: 30,
  };
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } } },
    provider: { aws: [{ region }] },
    data: { aws_caller_identity: { current: {} } },
    output: { perimeter_posture: { value: declaration } },
    resource,
  };
}

/** A policy as Terraform takes it: text. */
export function policy(...statements: readonly JsonObject[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export const allowEverything = policy({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });

export function assumableBy(...services: readonly string[]): string {
  return policy({ Effect: "Allow", Principal: { Service: services }, Action: "sts:AssumeRole" });
}

interface GroupRule {
  readonly protocol: string;
  readonly port?: number;
  readonly cidr_blocks?: readonly string[];
  readonly security_groups?: readonly string[];
  readonly self?: boolean;
}

/** A rule inside a security group, all ports where none is named; Terraform's JSON wants every argument written. */
export function groupRule({ protocol, port = 0, ...peers }: GroupRule): JsonObject {
  return {
    ...{
      description: "",
      cidr_blocks: [],
      ipv6_cidr_blocks: [],
      prefix_list_ids: [],
      security_groups: [],
      self: false,
    },
    ...{ protocol, from_port: port, to_port: port },
    ...peers,
  };
}

/** CloudFormation adds this rule to every group that names none; Terraform takes it away, so it is written out. */
export const allEgress: readonly JsonObject[] = [groupRule({ protocol: "-1", cidr_blocks: ["0.0.0.0/0"] })];

interface InterfaceEndpoints {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Interface endpoints by name -> service; those without a policy of their own have AWS's, which allows everything too. */
export function interfaceEndpoints(
  services: Readonly<Record<string, string>>,
  where: InterfaceEndpoints,
): Resources[""] {
  const endpoints = Object.entries(services).map(([name, service]) => [
    name,
    {
      vpc_id: where.vpcId,
      service_name: service,
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      subnet_ids: where.subnetIds,
      security_group_ids: where.securityGroupIds,
      ...(name === "ssm" ? {} : { policy: allowEverything }),
    },
  ]);
  return Object.fromEntries(endpoints);
}
