import { allPorts } from "../../../ip/port-set";
import { distinguishedHeaders, publicIpv4 } from "../../firewall/header-space";
import { type NetworkFirewallPolicy, statelessActions } from "../../firewall/network-firewall-policy";
import { type NetworkFirewall, perimeterFirewallsOf } from "../../firewall/network-firewalls";
import { type PacketHeader, tlsFlow } from "../../firewall/suricata/flow";
import { reversedHeader } from "../../firewall/suricata/match-rule";
import { matchScopes, type TlsInspection } from "../../firewall/tls/tls-inspection";
import { hasNetwork } from "../../network/vpc/has-network";
import { referencedResource } from "../../terraform/references/referenced-resources";
import { isLiteralText, resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/**
 * Without TLS inspection, a program can send an allowed name to any address. With it, AWS connects to the server itself and drops the
 * connection if the certificate of the server is not for that name.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-considerations.html
 */
export const serverNamesAreVerified: Claim = {
  name: "server-names-are-verified",
  title: "Forged server names are refused",
  meaning:
    "The firewall decrypts all TLS on the ports for which inspection is declared, so AWS compares server names with certificates.",
  details: [
    "Every inspected address, public destination and declared port is in a scope with a certificate authority.",
    "No stateless rule passes a connection before it is decrypted.",
    "A stateless rule that may pass a connection, or that passes its answers, makes the claim undecided.",
    "Connections to servers with a revoked certificate are dropped or rejected.",
    "A certificate authority of another account, or a VPC endpoint association of the firewall, makes the claim undecided.",
    "The comparison itself is documented by AWS and not tested.",
    "A request inside a connection may name another host of the same server.",
    "Without declared inspection the claim is not applicable: a forged declared name passes to any address.",
  ],
  remedy:
    "Let the scopes of the TLS inspection configuration cover every subnet of Studio, 0.0.0.0/0 and the declared ports, and set revoked_status_action to DROP.",
  topic: "firewall",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-4(4)", "NIST.800-53.r5 SC-7(10)"],
  decide({ configuration, posture }: ClaimSubject) {
    const { tlsInspectionPorts: ports = [] } = posture;
    if (ports.length === 0) {
      return verdictOf(notApplicable("the stack declares no TLS inspection", "declaration"));
    }
    const firewalls = perimeterFirewallsOf(configuration);
    return verdictOf(
      firewalls.length === 0
        ? withoutFirewall(configuration)
        : findingsForEach(firewalls, (firewall) => judgeFirewall(configuration, firewall, ports)),
    );
  },
};

function withoutFirewall(configuration: TerraformConfiguration): Findings {
  return hasNetwork(configuration)
    ? doubt("the posture declares TLS inspection, and the configuration has no firewall for the Studio VPC")
    : notApplicable("this configuration has no network and no firewall");
}

function judgeFirewall(
  configuration: TerraformConfiguration,
  firewall: NetworkFirewall,
  ports: readonly number[],
): Findings {
  const { policy, doubts } = firewall;
  const [inspection] = policy?.tlsInspections ?? [];
  if (policy === undefined || inspection === undefined) {
    // What a policy refers to and the JSON does not have is one of the doubts.
    return doubts.length > 0
      ? findingsOf({ doubts })
      : counterexample(
          "the policy of the firewall has no TLS inspection",
          firewall.address,
          ...(policy === undefined ? [] : [policy.address]),
        );
  }
  return mergeFindings([
    findingsOf({ doubts }),
    judgeRevocation(inspection),
    judgeAssociations(configuration, firewall),
    findingsForEach(ports, (port) => judgePort(firewall, policy, inspection, port)),
  ]);
}

/** Whether each connection to a port is decrypted; the first one that is not, as an example. */
function judgePort(
  { address, sourceAddresses: sources }: NetworkFirewall,
  policy: NetworkFirewallPolicy,
  inspection: TlsInspection,
  port: number,
): Findings {
  const destinationPorts = [{ first: BigInt(port), last: BigInt(port) }];
  const scope = { sources, sourcePorts: allPorts, destinations: publicIpv4, destinationPorts };
  const addresses = [address, policy.address, inspection.address];
  const outbound = inspection.scopes.filter(({ hasCertificateAuthority }) => hasCertificateAuthority);
  const judged = distinguishedHeaders(policy, scope).map((header) => ({
    bypass: statelessBypass(policy, header),
    isDecrypted: matchScopes(outbound, header),
  }));
  const bypasses = judged.flatMap(({ bypass }) => bypass ?? []);
  const bypass = bypasses.find(({ isCertain }) => isCertain) ?? bypasses[0];
  if (bypass !== undefined) {
    return bypass.isCertain
      ? counterexample(`${bypass.by} passes TLS to port ${port} before it is decrypted`, ...addresses)
      : doubt(`${bypass.by} may pass TLS to port ${port}, or its answers, before it is decrypted`, ...addresses);
  }
  const verdicts = judged.map(({ isDecrypted }) => isDecrypted);
  return verdicts.includes("no")
    ? counterexample(`some TLS to port ${port} is in no scope with a certificate authority`, ...addresses)
    : verdicts.includes("maybe")
      ? doubt(`whether all TLS to port ${port} is decrypted is not in the JSON`, ...addresses)
      : proof(`all TLS to port ${port} is decrypted`, ...addresses);
}

/** What keeps a connection from the stateful engine, which decrypts. It has to see both directions. */
function statelessBypass(
  policy: NetworkFirewallPolicy,
  header: PacketHeader,
): { readonly by: string; readonly isCertain: boolean } | undefined {
  const flow = tlsFlow("host.example", "tls");
  const actions = statelessActions(policy, { ...header, flow });
  const answers = statelessActions(policy, { ...header, ...reversedHeader(header), flow });
  const isDropped = actions.every(({ action }) => action === "drop");
  const bypass = [...actions, ...(isDropped ? [] : answers)].find(
    ({ action }) => action === "pass" || action === "unknown",
  );
  return bypass && { by: bypass.by, isCertain: actions.every(({ action }) => action === "pass") };
}

/** A stolen certificate proves a name until its authority revokes it. */
function judgeRevocation({ scopes, address }: TlsInspection): Findings {
  return findingsForEach(
    scopes.filter(({ hasCertificateAuthority }) => hasCertificateAuthority),
    ({ revokedStatusAction: action = "not checked" }) => {
      const text = `connections to servers with a revoked certificate: ${action}`;
      return action === "DROP" || action === "REJECT"
        ? proof(text, address)
        : isLiteralText(action)
          ? counterexample(text, address)
          : doubt(text, address);
    },
  );
}

/** AWS does not support TLS inspection in firewalls with endpoints in other VPCs. */
function judgeAssociations(configuration: TerraformConfiguration, { address }: NetworkFirewall): Findings {
  return findingsForEach(
    resourcesOfType(configuration, "aws_networkfirewall_vpc_endpoint_association").filter(
      ({ values }) => referencedResource(configuration, values.firewall_arn)?.address === address,
    ),
    (association) => doubt("AWS does not support TLS inspection with an endpoint association", association.address),
  );
}
