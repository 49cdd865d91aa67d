import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";

/** Ids of a VPC and of the resources that AWS creates with it. */
export interface VpcWithDefaults {
  readonly id: string;
  readonly defaultRouteTableId: string;
  readonly defaultNetworkAclId: string;
}

/** Props of {@link NetworkDefaults}. */
export interface NetworkDefaultsProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** The VPC whose default resources are adopted. */
  readonly vpc: VpcWithDefaults;
  /** Ids of the subnets of the VPC that have the default network ACL. */
  readonly subnetIds: readonly string[];
}

/** All IPv4 traffic: the first rule of a default network ACL as AWS creates it. */
const ALL_IPV4 = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };

/**
 * Brings the default resources that AWS creates in every VPC under Terraform's control.
 *
 * - The default security group has no rules, so a resource without a security group has no network access.
 * - The main route table has no routes, so a subnet without an association has no outbound path.
 * - The default network ACL allows all IPv4 traffic. It is managed so that a manual change shows in the next plan. It filters
 *   nothing, because a stateless ACL would have to allow port 443 to all addresses and all ephemeral ports. Security groups
 *   and routes are narrower.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2
 */
export class NetworkDefaults extends Construct {
  constructor(scope: Construct, id: string, props: NetworkDefaultsProps) {
    super(scope, id);
    const { name } = props.context;
    new DefaultSecurityGroup(this, "group", {
      vpcId: props.vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${name}-default-closed` },
    });
    new DefaultRouteTable(this, "routes", {
      defaultRouteTableId: props.vpc.defaultRouteTableId,
      route: [],
      tags: { Name: `${name}-main-unused` },
    });
    new DefaultNetworkAcl(this, "acl", {
      defaultNetworkAclId: props.vpc.defaultNetworkAclId,
      subnetIds: [...props.subnetIds],
      ingress: [ALL_IPV4],
      egress: [ALL_IPV4],
      tags: { Name: `${name}-default` },
    });
  }
}
