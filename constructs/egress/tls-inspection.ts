import { NetworkfirewallTlsInspectionConfiguration } from "@cdktf/provider-aws/lib/networkfirewall-tls-inspection-configuration";
import type { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { ALL_IPV4_ADDRESSES } from "./egress-routes";

/** How the firewall decrypts TLS. */
export interface TlsInspectionSettings {
  /**
   * Certificate of a certificate authority, as `certificate/<id>`. It was imported into ACM with its private key, in the account and
   * region of the stack. AWS refuses one that AWS Private CA issued.
   */
  readonly certificateAuthority: string;
  /** TCP ports of the allow-list that stay encrypted. */
  readonly excludedPorts: readonly number[];
  /** What happens if AWS cannot tell whether the certificate of a server is revoked. A revoked one is always refused. */
  readonly unknownRevocation: "pass" | "drop";
}

/** A TLS inspection configuration to create. */
interface TlsInspectionSpec extends TlsInspectionSettings {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** TCP ports of the allow-list. */
  readonly ports: readonly number[];
  /** CIDR blocks of the clients. */
  readonly sources: readonly string[];
  /**
   * ARN of the KMS key that encrypts the configuration at rest.
   * @default - an AWS owned key
   */
  readonly keyArn?: string | undefined;
}

/** Number of TCP, the only protocol that AWS decrypts. */
const TCP = 6;

/**
 * A TLS inspection configuration for outbound connections. The firewall connects to the server itself, drops the connection if the
 * certificate of the server is not for the server name of the client, and shows the client a certificate of the authority.
 *
 * A scope without ports would decrypt every port, and drop what is not TLS there.
 *
 * @throws if no port is left to decrypt
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-considerations.html
 */
export function createTlsInspection(
  scope: Construct,
  { context, ports, sources, keyArn, ...settings }: TlsInspectionSpec,
): NetworkfirewallTlsInspectionConfiguration {
  const inspected = inspectedPorts(ports, settings);
  if (inspected.length === 0) {
    throw new Error(
      `TLS inspection: must decrypt a port, got none besides ${settings.excludedPorts.join(", ")}; exclude fewer ports`,
    );
  }
  return new NetworkfirewallTlsInspectionConfiguration(scope, "tls_inspection", {
    name: `${context.name}-tls-inspection`,
    description: "Decrypts TLS to the domains of the allow-list.",
    tlsInspectionConfiguration: [
      {
        serverCertificateConfiguration: [
          {
            certificateAuthorityArn: context.account.arn("acm", settings.certificateAuthority),
            checkCertificateRevocationStatus: [
              { revokedStatusAction: "DROP", unknownStatusAction: settings.unknownRevocation.toUpperCase() },
            ],
            scope: [
              {
                protocols: [TCP],
                source: sources.map((addressDefinition) => ({ addressDefinition })),
                destination: [{ addressDefinition: ALL_IPV4_ADDRESSES }],
                destinationPorts: [...portRanges(inspected, settings.excludedPorts)],
              },
            ],
          },
        ],
      },
    ],
    ...(keyArn === undefined ? {} : { encryptionConfiguration: [{ type: "CUSTOMER_KMS", keyId: keyArn }] }),
    // The policy, which refers to it, is created before it is destroyed.
    lifecycle: { createBeforeDestroy: true },
    tags: { Name: `${context.name}-tls-inspection` },
  });
}

/**
 * Ranges from each port to the next one without an excluded port between. What is between is on no allow-list, so the rules deny it
 * decrypted as well. A module has one range for any allow-list.
 */
function portRanges(
  ports: readonly number[],
  excluded: readonly number[],
): readonly { readonly fromPort: number; readonly toPort: number }[] {
  const starts = ports.filter(
    (port, index) => index === 0 || excluded.some((one) => one > (ports[index - 1] ?? 0) && one < port),
  );
  return starts.map((fromPort, index) => {
    const next = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    return { fromPort, toPort: ports.findLast((port) => port < next) ?? fromPort };
  });
}

/** The ports of the allow-list that the firewall decrypts. */
export function inspectedPorts(
  ports: readonly number[],
  { excludedPorts }: Pick<TlsInspectionSettings, "excludedPorts">,
): readonly number[] {
  return ports.filter((port) => !excludedPorts.includes(port));
}
