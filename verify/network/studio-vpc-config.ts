import type { ResourceGraph } from "../terraform/references/resource-graph";
import { isJsonObject, type Json, type Resource } from "../terraform/terraform-configuration";
import { securityGroupKey } from "./filters/read-security-groups";

/** Where SageMaker Studio and other SageMaker resources run, read from their arguments and never from a name. */
export interface StudioVpcConfig {
  /** Keys of the subnets that the domain, its notebooks and its models name. */
  readonly subnets: ReadonlySet<string>;
  /** Each list of security groups that is attached to one Studio interface. */
  readonly securityGroupSets: readonly SecurityGroupSet[];
  /** Arguments that name subnets or groups which could not be resolved. */
  readonly unresolved: readonly { readonly address: string; readonly text: string }[];
  /** Resources that give Studio or a notebook an interface owned by SageMaker, with internet access. */
  readonly directInternetAccess: readonly { readonly address: string; readonly text: string }[];
}

export interface SecurityGroupSet {
  /** The resource that names them. */
  readonly address: string;
  /** The block that contains the argument, for people: `default_user_settings`. */
  readonly block: string;
  readonly securityGroups: readonly string[];
}

export function readStudioVpcConfig(graph: ResourceGraph): StudioVpcConfig {
  const sagemakerResources = graph.configuration.resources.filter(
    ({ mode, type }) => mode === "managed" && type.startsWith("aws_sagemaker_"),
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

/** If one of these arguments is absent, the resource has internet access that no route table shows. */
const directInternetAccessArguments: Readonly<Record<string, { readonly name: string; readonly closed: string }>> = {
  aws_sagemaker_domain: { name: "app_network_access_type", closed: "VpcOnly" },
  aws_sagemaker_notebook_instance: { name: "direct_internet_access", closed: "Disabled" },
};

function directInternetAccessOf({ address, type, values }: Resource): StudioVpcConfig["directInternetAccess"] {
  const argument = directInternetAccessArguments[type];
  if (argument === undefined || values[argument.name] === argument.closed) {
    return [];
  }
  const value = JSON.stringify(values[argument.name] ?? null);
  return [
    {
      address,
      text: `${address} reaches the internet through an interface of SageMaker's own: ${argument.name} is ${value}, not "${argument.closed}"`,
    },
  ];
}
