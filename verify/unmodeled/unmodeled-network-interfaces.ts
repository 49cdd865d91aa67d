import { networkModelOf } from "../network/network-model";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "./model-gap";

/** Types with connections and addresses that the models read. */
const modeledInterfaceTypes = [
  /^aws_sagemaker_(?:domain|user_profile|space|notebook_instance|model|\w*job\w*)$/,
  /^aws_(?:lambda_function|efs_mount_target|route53_resolver_endpoint)$/,
  /^aws_(?:instance|spot_instance_request|launch_template|launch_configuration)$/,
  /^aws_network_interface\w*$/,
  /^aws_(?:lb|alb|elb)$/,
  /^aws_(?:ec2_transit_gateway_vpc_attachment\w*|networkmanager_vpc_attachment)$/,
  /^aws_ec2_(?:client_vpn_network_association|instance_connect_endpoint)$/,
  /^aws_verifiedaccess_endpoint$/,
];

/**
 * Resources of types that no model reads, with network interfaces in Studio's VPC or in a subnet that may be part of it.
 * Nothing says who can connect to them and where they forward packets.
 */
export function unmodeledNetworkInterfaces(configuration: TerraformConfiguration): readonly ModelGap[] {
  const { perimeterSubnets: perimeter, interfaceOwners } = networkModelOf(configuration);
  const inPerimeterSubnets = new Set(perimeter.flatMap(({ key }) => interfaceOwners.bySubnet.get(key) ?? []));
  const inStudioVpc = [...inPerimeterSubnets].map((resource) => ({ resource, where: "in Studio's VPC" }));
  const inUndeclaredSubnet = interfaceOwners.inUndeclaredSubnets
    .filter((resource) => !inPerimeterSubnets.has(resource))
    .map((resource) => ({ resource, where: "in a subnet that this configuration does not define" }));
  return [...inStudioVpc, ...inUndeclaredSubnet]
    .filter(({ resource: { type } }) => !modeledInterfaceTypes.some((form) => form.test(type)))
    .map(({ resource, where }) => {
      const text = `${resource.address} has network interfaces ${where}; the network access of ${resource.type} is not modeled`;
      return modelGap(["network"], text, resource);
    });
}
