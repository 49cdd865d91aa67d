import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import type { EndpointName } from "../endpoints/endpoint-catalog";
import { createEndpointClientGroup } from "../endpoints/endpoint-client-group";
import type { IEndpoints } from "../endpoints/endpoints";
import { policyDocument, type Statement } from "../iam/policy-document";
import { createClientInstance } from "./client-instance";
import { SSM_AGENT_ACTIONS } from "./ssm-agent-permissions";
import { StopSchedule } from "./stop-schedule";

/** Props of {@link PrivateClientInstance}. */
export interface PrivateClientInstanceProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Id of a subnet of the tier `client`, without a route out of the VPC. */
  readonly subnetId: string;
  /** The endpoints of the VPC. */
  readonly endpoints: IEndpoints;
  /** Services whose endpoints the browser uses, in addition to Systems Manager. */
  readonly services: readonly EndpointName[];
  /** ARN of the KMS key that encrypts the root volume. */
  readonly keyArn: string;
  /** EC2 instance type. A Windows t3.large costs about $0.11 an hour while it runs. */
  readonly instanceType: string;
  /** Name of the public SSM parameter with the AMI id. */
  readonly amiParameter: string;
  /**
   * Name of the EC2 key pair that decrypts the administrator's password.
   * @default - none; users sign in through IAM Identity Center
   */
  readonly keyName?: string;
  /** Schedule of the daily stop, as in `cron(0 20 * * ? *)`. */
  readonly stopScheduleExpression: string;
  /** IANA time zone of the schedule, as in `Europe/Berlin`. */
  readonly timeZone: string;
}

/** Endpoints of the SSM Agent, which Fleet Manager uses. All connections are outbound. */
const FLEET_MANAGER_ENDPOINTS: readonly EndpointName[] = ["ssm", "ssmmessages", "ec2messages"];

/**
 * An EC2 instance with a browser inside the VPC, which users reach through Systems Manager Fleet Manager only.
 *
 * It has no public address, no inbound rule and no route out of the VPC. Its security group allows TLS to the endpoints that
 * it needs.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-remote-desktop-connections.html
 */
export class PrivateClientInstance extends Construct {
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: PrivateClientInstanceProps) {
    super(scope, id);
    const { account } = props.context;
    const name = `${props.context.name}-client`;
    const group = createEndpointClientGroup(this, "reach", {
      name,
      vpcId: props.vpcId,
      endpoints: props.endpoints,
      description: "A desktop inside the network; nothing comes in.",
      client: "machine",
      clientDescription: "the client",
      services: [...FLEET_MANAGER_ENDPOINTS, ...props.services],
      endpointsDescription: "the interface endpoints that it uses",
    });
    const instance = createClientInstance(this, "machine", {
      name,
      subnetId: props.subnetId,
      securityGroupId: group.id,
      instanceType: props.instanceType,
      amiParameter: props.amiParameter,
      keyArn: props.keyArn,
      keyName: props.keyName,
      instanceProfileName: this.createInstanceProfile(name).name,
      associatePublicIpAddress: false,
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

  private createInstanceProfile(name: string): IamInstanceProfile {
    const role = new IamRole(this, "agent", {
      name,
      description: "SSM Agent on the client instance.",
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
  Sid: "Ec2AssumesRole",
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
};

const SSM_AGENT_STATEMENT: Statement = {
  Sid: "AllowSsmAgent",
  Effect: "Allow",
  Action: SSM_AGENT_ACTIONS,
  Resource: "*",
};
