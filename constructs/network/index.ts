export {
  type INetwork,
  type IRouteTable,
  type ISubnet,
  Network,
  type NetworkProps,
  type SubnetSpec,
  type SubnetTier,
} from "./network";
export { SecurityGroups, type SecurityGroupsProps } from "./security-groups";
