import type { Evidence } from "../../verdict/claim";
import type { NetworkModel } from "../network-model";
import { ec2ResourceTypes, instanceInterfaces } from "../vpc/instance-interfaces";

/**
 * Instances that have interfaces in the VPC and in another one than Studio's: nothing shows what they forward between them.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
 */
export function instancesInOtherVpcs(network: NetworkModel, vpc: string): readonly Evidence[] {
  const { graph, subnets, studioVpcs } = network;
  return graph.ofType(...ec2ResourceTypes).flatMap((instance) => {
    const { address } = instance;
    const keys = instanceInterfaces(graph)(instance).interfaceArguments.flatMap(
      ({ subnet_id: subnet }) => graph.referenceKey(subnet) ?? [],
    );
    const places = [...new Set(keys.map((key) => subnets.get(key)?.vpc))];
    const others = places.filter((place) => place !== vpc && !studioVpcs.has(place ?? ""));
    return places.includes(vpc)
      ? others.map((place = "a VPC that is not known") => ({
          text: `${address} has interfaces in ${vpc} and in ${place}, and may forward between them`,
          addresses: [address],
        }))
      : [];
  });
}
