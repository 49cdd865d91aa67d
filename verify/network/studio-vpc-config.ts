import { ownEntry } from "../collections/own-entry";
import { type InputKind, laterInput, waysToDecide } from "../terraform/references/later-input";
import type { ResourceGraph } from "../terraform/references/resource-graph";
import { sagemakerTypes } from "../terraform/resource-types/groups/type-groups";
import { isJsonObject, type Json, type Resource } from "../terraform/terraform-configuration";
import { doubt, type Findings } from "../verdict/findings";
import { securityGroupKey } from "./filters/read-security-groups";

/** The subnets and security groups of Studio and other SageMaker resources, read from `aws_sagemaker_*` resources. */
export interface StudioVpcConfig {
  /** Keys of the subnets that domains, notebook instances, models and jobs name. */
  readonly subnets: ReadonlySet<string>;
  /** The lists of security groups: all groups of one list are attached to the same network interface. */
  readonly securityGroupSets: readonly SecurityGroupSet[];
  /** Subnet arguments that could not be resolved. */
  readonly unresolved: readonly { readonly address: string; readonly text: string }[];
  /** Resources with direct internet access through a network interface in a SageMaker-owned VPC. */
  readonly directInternetAccess: readonly { readonly address: string; readonly text: string }[];
}

/** Security groups that one network interface has together. */
export interface SecurityGroupSet {
  /** Terraform address of the resource that names the groups. */
  readonly address: string;
  /** The block that names them, for messages: `default_user_settings`. */
  readonly block: string;
  readonly securityGroups: readonly string[];
}

/** Reads the network arguments of every managed SageMaker resource. */
export function readStudioVpcConfig(graph: ResourceGraph): StudioVpcConfig {
  const sagemakerResources = graph.configuration.resources.filter(
    ({ mode, type }) => mode === "managed" && sagemakerTypes.has(type),
  );
  const networkArguments = sagemakerResources.flatMap((resource) =>
    networkArgumentsIn(resource, resource.values, resource.type),
  );
  const subnets = networkArguments
    .filter(({ name }) => subnetArguments.has(name))
    .map(({ address, value }) => ({ address, targets: graph.listTargets(value) }));
  return {
    subnets: new Set(
      subnets.flatMap(({ targets }) =>
        targets.flatMap((target) =>
          target.kind === "resource" ? [target.resource.address] : target.kind === "literal" ? [target.text] : [],
        ),
      ),
    ),
    securityGroupSets: networkArguments
      .filter(({ name }) => studioSecurityGroupArguments.has(name))
      .map(({ address, block, value }) => ({
        address,
        block,
        securityGroups: (Array.isArray(value) ? value : [value]).flatMap((item) => securityGroupKey(graph, item) ?? []),
      }))
      .filter(({ securityGroups }) => securityGroups.length > 0),
    unresolved: subnets.flatMap(({ address, targets }) =>
      targets.flatMap((target) => (target.kind === "unknown" ? [{ address, text: target.text }] : [])),
    ),
    directInternetAccess: sagemakerResources.flatMap(directInternetAccessOf),
  };
}

const subnetArguments = new Set(["subnet_ids", "subnet_id", "subnets"]);
const studioSecurityGroupArguments = new Set(["security_groups", "security_group_ids"]);

interface NetworkArgument {
  readonly address: string;
  readonly block: string;
  readonly name: string;
  readonly value: Json;
}

function networkArgumentsIn(resource: Resource, value: Json, block: string): readonly NetworkArgument[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => networkArgumentsIn(resource, item, block));
  }
  if (!isJsonObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) =>
    subnetArguments.has(name) || studioSecurityGroupArguments.has(name)
      ? [{ address: resource.address, block, name, value: inner }]
      : networkArgumentsIn(resource, inner, name),
  );
}

/** Arguments that default to direct internet access. No route table shows this access. */
const directInternetAccessArguments: Readonly<Record<string, { readonly name: string; readonly blocked: string }>> = {
  aws_sagemaker_domain: { name: "app_network_access_type", blocked: "VpcOnly" },
  aws_sagemaker_notebook_instance: { name: "direct_internet_access", blocked: "Disabled" },
};

function directInternetAccessOf({ address, type, values }: Resource): StudioVpcConfig["directInternetAccess"] {
  const argument = ownEntry(directInternetAccessArguments, type);
  if (argument === undefined || values[argument.name] === argument.blocked) {
    return [];
  }
  const value = JSON.stringify(values[argument.name] ?? null);
  return [
    {
      address,
      text: `${address} has direct internet access through a SageMaker-owned network interface: ${argument.name} is ${value}, not "${argument.blocked}"`,
    },
  ];
}

/** One doubt for each resource of Studio whose subnets cannot be resolved. */
export function unresolvedStudioSubnets({ unresolved }: StudioVpcConfig, input: InputKind): readonly Findings[] {
  const ways = waysToDecide(input, laterInput, "join the state that has them");
  return unresolved.map(({ address, text }) =>
    doubt(`${address}: its subnets cannot be resolved, got ${text}${ways}`, address),
  );
}
