import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

export interface SecurityGroupsProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly vpcId: string;
  /** `inspected` opens the allow-list's ports to every address: which names may be reached is for the firewall to say. */
  readonly egress: "none" | "inspected";
  /**
   * TCP ports of the allow-list; only with inspected egress.
   * @default [443]
   */
  readonly egressPorts?: readonly number[];
}

const TLS_TRAFFIC = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

/** What the instances of one job send each other: plain, and encrypted, for which AWS asks for UDP 500 and ESP. */
const JOB_TRAFFIC = {
  tcp: { ipProtocol: "tcp", fromPort: 0, toPort: 65535 },
  ike: { ipProtocol: "udp", fromPort: 500, toPort: 500 },
  esp: { ipProtocol: "50" },
};

/**
 * The groups of a perimeter: `studio` for everything that users run, `endpoint` for the interface endpoints, and `jobs`, which
 * a job of several instances carries beside `studio`.
 *
 * Nothing admits the studio group, not even itself: that would let every user reach every other's applications without
 * authentication, of which AWS warns. What one user's applications need among each other, his profile's own group admits.
 *
 * Each rule is a resource of its own, so that a plan shows one line for each thing opened or closed, and no rule admits by
 * address what it can admit by group. The home directories' groups are SageMaker's own, outside this state.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html
 */
export class SecurityGroups extends Construct {
  readonly studio: SecurityGroup;
  readonly endpoint: SecurityGroup;
  readonly jobs: SecurityGroup;

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
    this.allowJobTraffic();
    if (props.egress === "inspected") {
      for (const port of props.egressPorts ?? [TLS_TRAFFIC.toPort]) {
        this.allowEgress(
          `studio_to_internet_${port}`,
          "TLS to the firewall, which knows the names",
          { ipProtocol: "tcp", fromPort: port, toPort: port },
          { cidrIpv4: "0.0.0.0/0" },
        );
      }
    }
  }

  private createGroup(id: string, description: string, props: SecurityGroupsProps): SecurityGroup {
    const name = `${props.name}-${id}`;
    return new SecurityGroup(this, id, { name, description, vpcId: props.vpcId, tags: { Name: name } });
  }

  private allowJobTraffic(): void {
    for (const [id, ports] of Object.entries(JOB_TRAFFIC)) {
      const itself = {
        securityGroupId: this.jobs.id,
        referencedSecurityGroupId: this.jobs.id,
        description: "Instances of one job among each other",
        ...ports,
      };
      new VpcSecurityGroupIngressRule(this, `jobs_in_${id}`, itself);
      new VpcSecurityGroupEgressRule(this, `jobs_out_${id}`, itself);
    }
  }

  private allowEgress(id: string, description: string, ports: typeof TLS_TRAFFIC, peer: EgressPeer): void {
    new VpcSecurityGroupEgressRule(this, id, { securityGroupId: this.studio.id, description, ...ports, ...peer });
  }
}

type EgressPeer = { readonly referencedSecurityGroupId: string } | { readonly cidrIpv4: string };
