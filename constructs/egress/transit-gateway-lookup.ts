import { DataAwsEc2TransitGateway } from "@cdktf/provider-aws/lib/data-aws-ec2-transit-gateway";
import { Construct } from "constructs";

/** Props of {@link TransitGatewayLookup}. */
export interface TransitGatewayLookupProps {
  /** The Name tag of the transit gateway. */
  readonly name: string;
}

/**
 * A transit gateway of the account and Region that another stack creates. Terraform refuses to plan if none or more than one has the
 * name. So `verify` can tell which resource of the other stack it is before the gateway exists.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ec2_transit_gateway
 */
export class TransitGatewayLookup extends Construct {
  readonly gatewayId: string;

  constructor(scope: Construct, id: string, { name }: TransitGatewayLookupProps) {
    super(scope, id);
    this.gatewayId = new DataAwsEc2TransitGateway(this, "lookup", {
      filter: [
        { name: "tag:Name", values: [name] },
        { name: "state", values: ["available"] },
      ],
    }).id;
  }
}
