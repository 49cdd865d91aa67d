import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";

/** Props of {@link SecurityGroups}. */
export interface SecurityGroupsProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** `inspected` and `central` allow the allow-list's ports to all addresses; the firewall filters by domain name. */
  readonly egress: "none" | "inspected" | "central";
  /**
   * TCP ports of the allow-list. Used only with egress.
   * @default [443]
   */
  readonly egressPorts?: readonly number[];
  /**
   * Names of teams, whose jobs have a security group each.
   * @default - none
   */
  readonly teams?: readonly string[];
}

const TLS_TRAFFIC = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

/** Traffic between the instances of one job: TCP, and UDP 500 (IKE) and ESP for inter-container traffic encryption. */
const JOB_TRAFFIC = {
  tcp: { ipProtocol: "tcp", fromPort: 0, toPort: 65535 },
  ike: { ipProtocol: "udp", fromPort: 500, toPort: 500 },
  esp: { ipProtocol: "50" },
};

/**
 * The security groups of a perimeter.
 *
 * - `studio`: Studio apps, notebook instances and jobs.
 * - `endpoint`: interface endpoints.
 * - `jobs`: jobs with several instances, in addition to `studio`. Those of a team have a group of their own in `teamJobs`.
 *
 * No rule allows inbound traffic to the studio group, not even from itself: every user could then reach every other user's
 * apps without authentication. Traffic between the apps of one user is allowed by a security group of the user profile.
 *
 * Each rule is a separate resource, so a plan shows one line per added or removed rule. SageMaker manages the security groups
 * of the EFS mount targets outside this Terraform state.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html
 */
export class SecurityGroups extends Construct {
  /** Studio apps, notebook instances and jobs. */
  readonly studio: SecurityGroup;
  /** Interface endpoints. */
  readonly endpoint: SecurityGroup;
  /** Instances of jobs with several instances. */
  readonly jobs: SecurityGroup;
  /** Team -> security group of its jobs with several instances. */
  readonly teamJobs: ReadonlyMap<string, SecurityGroup>;

  constructor(scope: Construct, id: string, props: SecurityGroupsProps) {
    super(scope, id);
    this.studio = this.createGroup("studio", "Studio applications, notebooks and jobs.", props);
    this.endpoint = this.createGroup("endpoint", "Interface endpoints of AWS services.", props);
    this.jobs = this.createGroup("jobs", "Instances of one job among each other.", props);

    this.allowEgress("studio_to_endpoint", "TLS to the interface endpoints", TLS_TRAFFIC, {
      referencedSecurityGroupId: this.endpoint.id,
    });
    new VpcSecurityGroupIngressRule(this, "endpoint_from_studio", {
      securityGroupId: this.endpoint.id,
      referencedSecurityGroupId: this.studio.id,
      description: "TLS from Studio",
      ...TLS_TRAFFIC,
    });
    this.allowJobTraffic("jobs", this.jobs);
    this.teamJobs = new Map(
      (props.teams ?? []).map((team) => {
        const group = this.createGroup(`${team}-jobs`, `Instances of one job of ${team} among each other.`, props);
        this.allowJobTraffic(`${team}_jobs`, group);
        return [team, group];
      }),
    );
    if (props.egress !== "none") {
      for (const port of props.egressPorts ?? [TLS_TRAFFIC.toPort]) {
        this.allowEgress(
          `studio_to_internet_${port}`,
          "TLS to allow-listed domains, filtered by the firewall",
          { ipProtocol: "tcp", fromPort: port, toPort: port },
          { cidrIpv4: "0.0.0.0/0" },
        );
      }
    }
  }

  private createGroup(id: string, description: string, props: SecurityGroupsProps): SecurityGroup {
    const name = `${props.context.name}-${id}`;
    return new SecurityGroup(this, id.replaceAll("-", "_"), {
      name,
      description,
      vpcId: props.vpcId,
      tags: { Name: name },
    });
  }

  private allowJobTraffic(groupId: string, group: SecurityGroup): void {
    for (const [id, ports] of Object.entries(JOB_TRAFFIC)) {
      const rule = {
        securityGroupId: group.id,
        referencedSecurityGroupId: group.id,
        description: "Traffic between instances of one job",
        ...ports,
      };
      new VpcSecurityGroupIngressRule(this, `${groupId}_in_${id}`, rule);
      new VpcSecurityGroupEgressRule(this, `${groupId}_out_${id}`, rule);
    }
  }

  private allowEgress(id: string, description: string, ports: typeof TLS_TRAFFIC, peer: EgressPeer): void {
    new VpcSecurityGroupEgressRule(this, id, { securityGroupId: this.studio.id, description, ...ports, ...peer });
  }
}

type EgressPeer = { readonly referencedSecurityGroupId: string } | { readonly cidrIpv4: string };
