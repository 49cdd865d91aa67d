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
  /**
   * Whether applications of the studio group reach each other on 8192-65535. AWS documents it as required; it also lets one
   * user's application reach another's where both carry this group.
   * @default true
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
   */
  readonly selfIngress?: boolean;
}

const TLS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

/** Ports on which a Studio server and its kernels speak to each other. */
const APPLICATIONS = { ipProtocol: "tcp", fromPort: 8192, toPort: 65535 };

/**
 * The two groups of a perimeter: `studio` for everything that users run, `endpoint` for the interface endpoints.
 *
 * Each rule is a resource of its own, so that a plan shows one line for each thing opened or closed, and no rule admits by
 * address what it can admit by group. The home directories' groups are SageMaker's own, outside this state.
 */
export class SecurityGroups extends Construct {
  readonly studio: SecurityGroup;
  readonly endpoint: SecurityGroup;

  constructor(scope: Construct, id: string, props: SecurityGroupsProps) {
    super(scope, id);
    this.studio = this.group("studio", "Studio applications, notebooks and jobs.", props);
    this.endpoint = this.group("endpoint", "Interface endpoints of AWS services.", props);

    this.egress("studio_to_endpoint", "TLS to the interface endpoints", TLS, {
      referencedSecurityGroupId: this.endpoint.id,
    });
    new VpcSecurityGroupIngressRule(this, "endpoint_from_studio", {
      securityGroupId: this.endpoint.id,
      referencedSecurityGroupId: this.studio.id,
      description: "TLS from Studio",
      ...TLS,
    });
    if (props.selfIngress ?? true) {
      this.allowApplications();
    }
    if (props.egress === "inspected") {
      for (const port of props.egressPorts ?? [TLS.toPort]) {
        this.egress(
          `studio_to_internet_${port}`,
          "TLS to the firewall, which knows the names",
          { ipProtocol: "tcp", fromPort: port, toPort: port },
          { cidrIpv4: "0.0.0.0/0" },
        );
      }
    }
  }

  private group(id: string, description: string, props: SecurityGroupsProps): SecurityGroup {
    const name = `${props.name}-${id}`;
    return new SecurityGroup(this, id, { name, description, vpcId: props.vpcId, tags: { Name: name } });
  }

  private allowApplications(): void {
    const peer = { referencedSecurityGroupId: this.studio.id };
    this.egress("studio_to_studio", "Studio applications among each other", APPLICATIONS, peer);
    new VpcSecurityGroupIngressRule(this, "studio_from_studio", {
      securityGroupId: this.studio.id,
      description: "Studio applications among each other",
      ...APPLICATIONS,
      ...peer,
    });
  }

  private egress(id: string, description: string, ports: typeof TLS, peer: EgressPeer): void {
    new VpcSecurityGroupEgressRule(this, id, { securityGroupId: this.studio.id, description, ...ports, ...peer });
  }
}

type EgressPeer = { readonly referencedSecurityGroupId: string } | { readonly cidrIpv4: string };
