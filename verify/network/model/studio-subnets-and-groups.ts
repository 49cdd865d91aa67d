import { isJsonObject, type Json, type Resource } from "../../terraform/configuration";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { securityGroupKey } from "../filters/security-groups";

/** Where SageMaker Studio and everything else of SageMaker runs, read from its own resources and never from a name. */
export interface StudioPlacement {
  /** Keys of the subnets that the domain, its notebooks and models name. */
  readonly subnets: ReadonlySet<string>;
  /** Each list of security groups that some interface of Studio's wears as a whole. */
  readonly groupSets: readonly GroupSet[];
  /** Arguments that name subnets or groups which could not be resolved. */
  readonly unread: readonly { readonly address: string; readonly text: string }[];
  /** Resources that give Studio or a notebook an interface of SageMaker's own, with the internet behind it. */
  readonly ownInternet: readonly { readonly address: string; readonly text: string }[];
}

export interface GroupSet {
  /** The resource that names them. */
  readonly address: string;
  /** The block they stand in, for people: `default_user_settings`. */
  readonly block: string;
  readonly groups: readonly string[];
}

export function readStudioPlacement(graph: ResourceGraph): StudioPlacement {
  const studio = graph.configuration.resources.filter(
    ({ mode, type }) => mode === "managed" && type.startsWith("aws_sagemaker_"),
  );
  const mentions = studio.flatMap((resource) => mentionsIn(resource, resource.values, resource.type));
  const subnets = mentions
    .filter(({ name }) => subnetArguments.has(name))
    .map(({ address, value }) => ({ address, targets: graph.list(value) }));
  return {
    subnets: new Set(
      subnets.flatMap(({ targets }) =>
        targets.flatMap((target) =>
          target.kind === "resource" ? [target.resource.address] : target.kind === "literal" ? [target.text] : [],
        ),
      ),
    ),
    groupSets: mentions
      .filter(({ name }) => groupArguments.has(name))
      .map(({ address, block, value }) => ({
        address,
        block,
        groups: (Array.isArray(value) ? value : [value]).flatMap((item) => securityGroupKey(graph, item) ?? []),
      }))
      .filter(({ groups }) => groups.length > 0),
    unread: subnets.flatMap(({ address, targets }) =>
      targets.flatMap((target) => (target.kind === "unknown" ? [{ address, text: target.text }] : [])),
    ),
    ownInternet: studio.flatMap(ownInternetOf),
  };
}

const subnetArguments = new Set(["subnet_ids", "subnet_id", "subnets"]);
const groupArguments = new Set(["security_groups", "security_group_ids"]);

interface Mention {
  readonly address: string;
  readonly block: string;
  readonly name: string;
  readonly value: Json;
}

function mentionsIn(resource: Resource, value: Json, block: string): readonly Mention[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => mentionsIn(resource, item, block));
  }
  if (!isJsonObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) =>
    subnetArguments.has(name) || groupArguments.has(name)
      ? [{ address: resource.address, block, name, value: inner }]
      : mentionsIn(resource, inner, name),
  );
}

/** Both arguments open a way to the internet that no route table shows when they are left out. */
const ownInternetArguments: Readonly<Record<string, { readonly name: string; readonly closed: string }>> = {
  aws_sagemaker_domain: { name: "app_network_access_type", closed: "VpcOnly" },
  aws_sagemaker_notebook_instance: { name: "direct_internet_access", closed: "Disabled" },
};

function ownInternetOf({ address, type, values }: Resource): StudioPlacement["ownInternet"] {
  const argument = ownInternetArguments[type];
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
