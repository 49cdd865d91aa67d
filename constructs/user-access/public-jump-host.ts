import { Route } from "@cdktf/provider-aws/lib/route";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import type { EndpointName } from "../endpoints/endpoint-catalog";
import { createEndpointClientGroup } from "../endpoints/endpoint-client-group";
import type { IEndpoints } from "../endpoints/endpoints";
import { createClientInstance } from "./client-instance";
import { StopSchedule } from "./stop-schedule";

/** Props of {@link PublicJumpHost}. */
export interface PublicJumpHostProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Id of a subnet of the tier `client`. */
  readonly subnetId: string;
  /** Id of the route table of that subnet. */
  readonly routeTableId: string;
  /** Id of the VPC's internet gateway. */
  readonly internetGatewayId: string;
  /** The endpoints of the VPC. */
  readonly endpoints: IEndpoints;
  /** Services whose endpoints the browser uses. */
  readonly services: readonly EndpointName[];
  /** The one address that may connect, as a /32 CIDR block. */
  readonly allowedCidr: string;
  /** Protocol of the connection. */
  readonly protocol: "rdp" | "ssh";
  /** Name of the EC2 key pair for the sign-in. */
  readonly keyName: string;
  /** ARN of the KMS key that encrypts the root volume. */
  readonly keyArn: string;
  /** EC2 instance type. A Windows t3.large costs about $0.11 an hour while it runs, its public address $0.005. */
  readonly instanceType: string;
  /** Name of the public SSM parameter with the AMI id. */
  readonly amiParameter: string;
  /** Schedule of the daily stop, as in `cron(0 20 * * ? *)`. */
  readonly stopScheduleExpression: string;
  /** IANA time zone of the schedule, as in `Europe/Berlin`. */
  readonly timeZone: string;
}

const PORTS = { rdp: 3389, ssh: 22 } as const;

/**
 * An EC2 instance with a browser and a public address, whose traffic does not pass the firewall.
 *
 * It accepts one port from one address. The only route of its subnet out of the VPC targets that address, and the instance has
 * no AWS credentials. Use it only in environments without protections, and prefer {@link PrivateClientInstance}: an internet
 * provider may assign the allowed address to another customer.
 */
export class PublicJumpHost extends Construct {
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: PublicJumpHostProps) {
    super(scope, id);
    const { account } = props.context;
    const name = `${props.context.name}-jump-host`;
    const instance = createClientInstance(this, "machine", {
      name,
      subnetId: props.subnetId,
      securityGroupId: this.createSecurityGroup(name, props).id,
      instanceType: props.instanceType,
      amiParameter: props.amiParameter,
      keyArn: props.keyArn,
      keyName: props.keyName,
      associatePublicIpAddress: true,
    });
    new Route(this, "to_one_address", {
      routeTableId: props.routeTableId,
      destinationCidrBlock: props.allowedCidr,
      gatewayId: props.internetGatewayId,
    });
    new StopSchedule(this, "after_hours", {
      name,
      account,
      target: { kind: "instance", arn: instance.arn, id: instance.id },
      scheduleExpression: props.stopScheduleExpression,
      scheduleExpressionTimezone: props.timeZone,
    });
    this.instanceId = instance.id;
  }

  private createSecurityGroup(name: string, props: PublicJumpHostProps): SecurityGroup {
    const { protocol, allowedCidr } = props;
    const group = createEndpointClientGroup(this, "reach", {
      name,
      vpcId: props.vpcId,
      endpoints: props.endpoints,
      services: props.services,
      description: "A desktop that one address on the internet connects to.",
      client: "machine",
      clientDescription: "the public jump host",
      endpointsDescription: "the interface endpoints that it uses",
    });
    new VpcSecurityGroupIngressRule(this, "reach_from_one_address", {
      securityGroupId: group.id,
      cidrIpv4: allowedCidr,
      description: `${protocol.toUpperCase()} from the allowed address`,
      ipProtocol: "tcp",
      fromPort: PORTS[protocol],
      toPort: PORTS[protocol],
    });
    return group;
  }
}
