import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";

export interface NetworkDefaultsProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly vpc: Vpc;
  /** Ids of all subnets of the VPC. */
  readonly subnetIds: readonly string[];
}

/** Everything, over IPv4: AWS's own first rule of a default network ACL. */
const ALL_IPV4 = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };

/**
 * What AWS puts into every VPC, taken into the Terraform state so that nothing acts unseen.
 *
 * - The default security group is emptied: whatever is launched without a group can talk to nobody.
 * - The main route table is emptied: a subnet whose association is lost has no way out.
 * - The default network ACL keeps its IPv4 rule and loses its IPv6 one. It is adopted so that an edit by hand shows in the
 *   next plan, and narrows nothing more: a network ACL is stateless and can name neither a security group nor S3's prefix
 *   list, so it would have to admit 443 to everywhere and every high port back, which the groups and routes already bound.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2
 */
export class NetworkDefaults extends Construct {
  constructor(scope: Construct, id: string, props: NetworkDefaultsProps) {
    super(scope, id);
    new DefaultSecurityGroup(this, "group", {
      vpcId: props.vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${props.name}-default-closed` },
    });
    new DefaultRouteTable(this, "routes", {
      defaultRouteTableId: props.vpc.defaultRouteTableId,
      route: [],
      tags: { Name: `${props.name}-main-unused` },
    });
    new DefaultNetworkAcl(this, "acl", {
      defaultNetworkAclId: props.vpc.defaultNetworkAclId,
      subnetIds: [...props.subnetIds],
      ingress: [ALL_IPV4],
      egress: [ALL_IPV4],
      tags: { Name: `${props.name}-default` },
    });
  }
}
