import { Route } from "@cdktf/provider-aws/lib/route";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Account } from "../account";
import type { EndpointName } from "../endpoints/endpoint-catalog";
import { createEndpointClientGroup } from "../endpoints/endpoint-client-group";
import type { Endpoints } from "../endpoints/endpoints";
import { createClientInstance } from "./client-instance";
import { StopSchedule } from "./stop-schedule";

/** Props of {@link PublicJumpHost}. */
export interface PublicJumpHostProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  readonly vpcId: string;
  /** A subnet of the client tier. */
  readonly subnetId: string;
  /** The table of that subnet alone. */
  readonly routeTableId: string;
  readonly internetGatewayId: string;
  readonly endpoints: Pick<Endpoints, "attachSecurityGroup">;
  /** What its browser opens. */
  readonly services: readonly EndpointName[];
  /** The one address that may connect, as a /32. */
  readonly allowedCidr: string;
  /** How one connects. */
  readonly protocol: "rdp" | "ssh";
  /** Key pair by which one signs in. */
  readonly keyName: string;
  /** Key that encrypts the disk. */
  readonly keyArn: string;
  /** EC2 instance type; a Windows t3.large costs about $0.11 an hour while it runs, its address $0.005. */
  readonly instanceType: string;
  /** Public parameter of Systems Manager that names the image. */
  readonly amiParameter: string;
  /** When it is stopped, as in `cron(0 20 * * ? *)`. */
  readonly stopScheduleExpression: string;
  /** Time zone of that hour. */
  readonly timeZone: string;
}

const PORTS = { rdp: 3389, ssh: 22 } as const;

/**
 * A desktop with a public address, past the firewall. What it opens: one port, to one address, in one subnet. The subnet's
 * only route beyond the VPC leads to that address, so that the host reaches nothing else of the internet; it calls AWS as
 * nobody. It is for environments without protections; everywhere else `NetworkClient` is better.
 *
 * An address handed out by a provider may be somebody else's tomorrow.
 */
export class PublicJumpHost extends Construct {
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: PublicJumpHostProps) {
    super(scope, id);
    const name = `${props.name}-jump-host`;
    const machine = createClientInstance(this, "machine", {
      ...props,
      name,
      securityGroupId: this.createSecurityGroup(name, props).id,
      associatePublicIpAddress: true,
    });
    new Route(this, "to_one_address", {
      routeTableId: props.routeTableId,
      destinationCidrBlock: props.allowedCidr,
      gatewayId: props.internetGatewayId,
    });
    new StopSchedule(this, "after_hours", {
      name,
      account: props.account,
      target: { kind: "instance", arn: machine.arn, id: machine.id },
      scheduleExpression: props.stopScheduleExpression,
      scheduleExpressionTimezone: props.timeZone,
    });
    this.instanceId = machine.id;
  }

  private createSecurityGroup(name: string, props: PublicJumpHostProps): SecurityGroup {
    const { protocol, allowedCidr } = props;
    const reach = createEndpointClientGroup(this, "reach", {
      ...props,
      name,
      description: "A desktop that one address on the internet connects to.",
      client: "machine",
      clientDescription: "the public jump host",
      endpointsDescription: "the interface endpoints that it is for",
    });
    new VpcSecurityGroupIngressRule(this, "reach_from_one_address", {
      securityGroupId: reach.id,
      cidrIpv4: allowedCidr,
      description: `${protocol.toUpperCase()} from the one address that may connect`,
      ipProtocol: "tcp",
      fromPort: PORTS[protocol],
      toPort: PORTS[protocol],
    });
    return reach;
  }
}
