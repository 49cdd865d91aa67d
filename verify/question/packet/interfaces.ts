import { memoize } from "../../collections/memoize";
import { ec2InstancesOf } from "../../network/compute/ec2-instances";
import { studioVpcEndpoints } from "../../network/endpoints/vpc-endpoints";
import { securityGroupKey } from "../../network/filters/read-security-groups";
import type { NetworkModel } from "../../network/network-model";
import { subnetsWithInterfacesOf } from "../../network/vpc/interface-owners";
import type { Subnet } from "../../network/vpc/read-subnets";
import { isJsonObject, type Json, type Resource } from "../../terraform/terraform-configuration";

/** Network interfaces that share their subnets and security groups. */
export interface NetworkInterface {
  /** For messages: `aws_sagemaker_domain.studio (default_user_settings)`. */
  readonly label: string;
  /** Terraform address of the resource that has the interfaces. */
  readonly address: string;
  readonly subnets: readonly Subnet[];
  /** Keys of the attached security groups. `undefined` if the configuration does not show them. */
  readonly securityGroups: readonly string[] | undefined;
  /** Whether they have a public IPv4 address. */
  readonly publicAddress: "yes" | "no" | "unknown";
}

/** Whether a question may name the resource: a subnet, or something with interfaces in subnets. */
export function hasInterfaces(network: NetworkModel, { type, address }: Resource): boolean {
  return type === "aws_subnet" || type === "aws_vpc_endpoint" || ownersOf(network).has(address);
}

const ownersOf = memoize(
  ({ interfaceOwners, subnets }: NetworkModel): ReadonlySet<string> =>
    new Set(
      [...interfaceOwners.bySubnet]
        .filter(([key]) => subnets.has(key))
        .flatMap(([, owners]) => owners.map(({ address }) => address)),
    ),
);

/** The interfaces of a resource; for a subnet, those of everything in it. */
export function interfacesOf(network: NetworkModel, resource: Resource): readonly NetworkInterface[] {
  const subnet = resource.type === "aws_subnet" ? network.subnets.get(resource.address) : undefined;
  if (subnet === undefined) {
    return interfacesOfOwner(network, resource);
  }
  const owners = network.interfaceOwners.bySubnet.get(subnet.key) ?? [];
  const found = owners.flatMap((owner) =>
    interfacesOfOwner(network, owner).map((one) => ({ ...one, subnets: [subnet] })),
  );
  return found.length > 0 ? found : [anyInterface(subnet)];
}

/** An interface of which nothing is known but its subnet. */
export function anyInterface(subnet: Subnet): NetworkInterface {
  return {
    label: subnet.key,
    address: subnet.key,
    subnets: [subnet],
    securityGroups: undefined,
    publicAddress: "unknown",
  };
}

function interfacesOfOwner(network: NetworkModel, owner: Resource): readonly NetworkInterface[] {
  const { address } = owner;
  const subnets = subnetsWithInterfacesOf(network.interfaceOwners, owner).flatMap(
    (key) => network.subnets.get(key) ?? [],
  );
  const instance = ec2InstancesOf(network).find((one) => one.address === address);
  if (instance !== undefined) {
    const holders = network.publicIpAddresses.filter(({ associatedResource, address: assigns }) =>
      [...instance.publicAddressResources, address].some((one) => one === associatedResource || one === assigns),
    );
    const isUnknown = instance.unresolved.length > 0 || holders.some(({ use }) => use === "unknown");
    return [
      {
        label: address,
        address,
        subnets: instance.subnets.flatMap((key) => network.subnets.get(key) ?? []),
        securityGroups: instance.unresolved.length > 0 ? undefined : instance.securityGroups,
        publicAddress: isUnknown ? "unknown" : holders.some(({ use }) => use === "reachable") ? "yes" : "no",
      },
    ];
  }
  const endpoint = studioVpcEndpoints(network).find((one) => one.address === address);
  if (endpoint !== undefined) {
    const { securityGroups } = endpoint;
    return [{ label: address, address, subnets: endpoint.subnets, securityGroups, publicAddress: "no" }];
  }
  const studio = network.studioVpcConfig.securityGroupSets.filter((set) => set.address === address);
  if (studio.length > 0) {
    return studio.map(({ block, securityGroups }) => ({
      label: block === owner.type ? address : `${address} (${block})`,
      address,
      subnets: subnets.length > 0 ? subnets : network.studioSubnets,
      securityGroups,
      publicAddress: "no",
    }));
  }
  const groups = securityGroupsIn(network.graph, owner.values);
  return [
    {
      label: address,
      address,
      subnets,
      securityGroups: groups.length === 0 ? undefined : groups,
      publicAddress: owner.type === "aws_lambda_function" ? "no" : "unknown",
    },
  ];
}

const groupArguments = new Set(["security_groups", "security_group_ids", "vpc_security_group_ids"]);

/** The groups that arguments of any depth name. */
function securityGroupsIn(graph: NetworkModel["graph"], json: Json): readonly string[] {
  if (Array.isArray(json)) {
    return json.flatMap((item) => securityGroupsIn(graph, item));
  }
  if (!isJsonObject(json)) {
    return [];
  }
  return Object.entries(json).flatMap(([name, inner]) =>
    groupArguments.has(name)
      ? (Array.isArray(inner) ? inner : [inner]).flatMap((item) => securityGroupKey(graph, item) ?? [])
      : securityGroupsIn(graph, inner),
  );
}
