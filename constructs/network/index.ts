export { Network, type NetworkProps, type SubnetSpec } from "./network";
export { SecurityGroups, type SecurityGroupsProps } from "./security-groups";
export type { INetwork, IRouteTable, ISubnet, SubnetTier } from "./tiered-network";
