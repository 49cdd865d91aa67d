import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { Account } from "../account";
import type { EndpointName } from "../endpoints/endpoint-catalog";
import { createEndpointClientGroup } from "../endpoints/endpoint-client-group";
import type { Endpoints } from "../endpoints/endpoints";
import { policyDocument, type Statement } from "../iam/policy-document";
import { createClientInstance } from "./client-instance";
import { SSM_AGENT_ACTIONS } from "./ssm-agent-permissions";
import { StopSchedule } from "./stop-schedule";

/** Props of {@link PrivateClientInstance}. */
export interface PrivateClientInstanceProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  readonly vpcId: string;
  /** A subnet of the client tier, whose table leads nowhere but into the VPC. */
  readonly subnetId: string;
  readonly endpoints: Pick<Endpoints, "attachSecurityGroup">;
  /** What its browser opens, beside the endpoints of Systems Manager. */
  readonly services: readonly EndpointName[];
  /** Key that encrypts the disk. */
  readonly keyArn: string;
  /** EC2 instance type; a Windows t3.large costs about $0.11 an hour while it runs. */
  readonly instanceType: string;
  /** Public parameter of Systems Manager that names the image. */
  readonly amiParameter: string;
  /**
   * Key pair by which the administrator's password is read.
   * @default - none; people sign in through IAM Identity Center
   */
  readonly keyName?: string;
  /** When it is stopped, as in `cron(0 20 * * ? *)`. */
  readonly stopScheduleExpression: string;
  /** Time zone of that hour. */
  readonly timeZone: string;
}

/** How Fleet Manager reaches the machine: its agent calls out, nobody calls in. */
const FLEET_MANAGER_ENDPOINTS: readonly EndpointName[] = ["ssm", "ssmmessages", "ec2messages"];

/**
 * A desktop with a browser inside the network and no way to it but Systems Manager: no public address, no inbound rule, no
 * route out of the VPC. Its group sends TLS to the endpoints that it is for, and they admit it.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-remote-desktop-connections.html
 */
export class PrivateClientInstance extends Construct {
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: PrivateClientInstanceProps) {
    super(scope, id);
    const name = `${props.name}-client`;
    const reach = createEndpointClientGroup(this, "reach", {
      ...props,
      name,
      description: "A desktop inside the network; nothing comes in.",
      client: "machine",
      clientDescription: "the client",
      services: [...FLEET_MANAGER_ENDPOINTS, ...props.services],
      endpointsDescription: "the interface endpoints that it is for",
    });
    const machine = createClientInstance(this, "machine", {
      ...props,
      name,
      securityGroupId: reach.id,
      instanceProfileName: this.createInstanceProfile(name).name,
      associatePublicIpAddress: false,
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

  private createInstanceProfile(name: string): IamInstanceProfile {
    const role = new IamRole(this, "agent", {
      name,
      description: "The agent of Systems Manager on the client; nothing that its users do.",
      assumeRolePolicy: policyDocument([EC2_TRUST_STATEMENT]),
    });
    const permissions = new IamRolePolicy(this, "agent_permissions", {
      name: "systems-manager-agent",
      role: role.id,
      policy: policyDocument([SSM_AGENT_STATEMENT]),
    });
    return new IamInstanceProfile(this, "agent_profile", { name, role: role.name, dependsOn: [permissions] });
  }
}

const EC2_TRUST_STATEMENT: Statement = {
  Sid: "MachinesAssume",
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
};

const SSM_AGENT_STATEMENT: Statement = { Sid: "BeManaged", Effect: "Allow", Action: SSM_AGENT_ACTIONS, Resource: "*" };
