import { referencedResource } from "../../terraform/references/referenced-resources";
import {
  blocksOf,
  isExpressionText,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type HeaderMatch, matchHeader, readHeaderMatch } from "../header-match";
import type { AddressedFlow, PacketHeader } from "../suricata/flow";
import type { MatchResult } from "../suricata/match-rule";

/** The connections that a firewall decrypts, inspects and encrypts again. */
export interface TlsInspection {
  /** Terraform address of the `aws_networkfirewall_tls_inspection_configuration`. */
  readonly address: string;
  readonly scopes: readonly TlsInspectionScope[];
}

/** Connections that the firewall decrypts. */
export interface TlsInspectionScope extends HeaderMatch {
  /** Whether an authority that the firewall can use signs certificates for servers, so that outbound connections can be decrypted. */
  readonly hasCertificateAuthority: boolean;
  /** What happens to connections to servers with a revoked certificate; absent when revocation is not checked. */
  readonly revokedStatusAction?: string;
}

/** The TLS inspection of a policy: none, one of the configuration, or one that is not in the JSON. */
export type TlsInspectionReference =
  | { readonly kind: "none" }
  | { readonly kind: "found"; readonly inspection: TlsInspection }
  | { readonly kind: "unknown"; readonly arn: string };

/** @param arn the argument `tls_inspection_configuration_arn` of a policy */
export function readTlsInspectionReference(
  configuration: TerraformConfiguration,
  arn: Json | undefined,
): TlsInspectionReference {
  if (arn === undefined || arn === null || arn === "") {
    return { kind: "none" };
  }
  const resource = referencedResource(configuration, arn);
  return resource?.type === "aws_networkfirewall_tls_inspection_configuration"
    ? { kind: "found", inspection: readTlsInspection(configuration, resource) }
    : { kind: "unknown", arn: jsonText(arn) };
}

/** Each scope has the certificates of the block that it is part of. */
function readTlsInspection(configuration: TerraformConfiguration, { address, values }: Resource): TlsInspection {
  const certificateBlocks = blocksOf(values.tls_inspection_configuration).flatMap((block) =>
    blocksOf(block.server_certificate_configuration),
  );
  return {
    address,
    scopes: certificateBlocks.flatMap((certificates) =>
      blocksOf(certificates.scope).map((scope) => readScope(configuration, scope, certificates)),
    ),
  };
}

function readScope(
  configuration: TerraformConfiguration,
  scope: JsonObject,
  certificates: JsonObject,
): TlsInspectionScope {
  const [revocation] = blocksOf(certificates.check_certificate_revocation_status);
  const authority = certificates.certificate_authority_arn;
  return {
    ...readHeaderMatch(configuration, {
      ...scope,
      sourcePorts: scope.source_ports,
      destinationPorts: scope.destination_ports,
    }),
    hasCertificateAuthority: typeof authority === "string" && isUsableAuthority(configuration, authority),
    ...(typeof revocation?.revoked_status_action === "string" && {
      revokedStatusAction: revocation.revoked_status_action,
    }),
  };
}

/**
 * Whether the text may name a certificate of ACM in the firewall's Region: Network Firewall uses no other one.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-certificate-requirements.html
 */
function isUsableAuthority({ region }: TerraformConfiguration, authority: string): boolean {
  const [, service = "", place = ""] = /^arn:[^:]*:([^:]*):([^:]*):/u.exec(authority) ?? [];
  return authority.startsWith("arn:")
    ? service === "acm" && (isExpressionText(place) || region === undefined || place === region)
    : isExpressionText(authority);
}

/** Whether the firewall decrypts TLS connections with this header, in one of the scopes. */
export function matchScopes(scopes: readonly TlsInspectionScope[], header: PacketHeader): MatchResult {
  const matches = scopes.map((scope) => matchHeader(scope, "tcp", header));
  return matches.includes("yes") ? "yes" : matches.includes("maybe") ? "maybe" : "no";
}

/** Whether the firewall decrypts a flow, or may do so. */
export function mayBeDecrypted(inspections: readonly TlsInspection[], traffic: AddressedFlow): boolean {
  return traffic.flow.kind.startsWith("tls") && inspections.some(({ scopes }) => matchScopes(scopes, traffic) !== "no");
}
