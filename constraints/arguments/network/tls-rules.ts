import { blocksOf, isSet, listOf, literalNumber, literalText, type Values } from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";

/** It also says that only TCP is decrypted, and what a check of revoked certificates needs. */
const CERTIFICATE_PAGE =
  "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_ServerCertificateConfiguration.html";
const TLS_ARGUMENT = "tls_inspection_configuration.server_certificate_configuration";
/** Number of TCP. */
const TCP = 6;

/** Rules of the TLS inspection of Network Firewall. */
export const tlsRules: readonly ArgumentRule[] = [
  {
    types: ["aws_networkfirewall_tls_inspection_configuration"],
    page: CERTIFICATE_PAGE,
    check: ({ tls_inspection_configuration: configuration }) =>
      blocksOf(configuration)
        .flatMap(({ server_certificate_configuration: certificates }) => blocksOf(certificates))
        .flatMap(tlsProblems),
  },
];

function tlsProblems(certificate: Values): readonly RuleProblem[] {
  const { certificate_authority_arn: authority, server_certificate: servers, scope } = certificate;
  const arn = literalText(authority);
  const hasAuthority = isSet(authority);
  const protocols = blocksOf(scope).flatMap(({ protocols: numbers }) => listOf(numbers).map(literalNumber));
  return [
    ...problemIf(arn !== undefined && /^arn:[\w-]+:(?!acm:)/.test(arn), {
      argument: `${TLS_ARGUMENT}.certificate_authority_arn`,
      problem: "must be a certificate that was imported into ACM, not one of another service such as AWS Private CA",
      value: arn,
      remedy: "import the authority with its key into ACM, and use arn:...:acm:...:certificate/...",
    }),
    ...problemIf(!hasAuthority && blocksOf(servers).length === 0, {
      argument: TLS_ARGUMENT,
      problem: "has neither an authority for outbound nor a server certificate for inbound connections",
      remedy: "set certificate_authority_arn or server_certificate",
    }),
    ...problemIf(!hasAuthority && blocksOf(certificate.check_certificate_revocation_status).length > 0, {
      argument: `${TLS_ARGUMENT}.check_certificate_revocation_status`,
      problem: "needs a certificate authority: only certificates of outbound connections are checked",
      remedy: "set certificate_authority_arn, or remove it",
    }),
    ...protocols
      .filter((protocol) => protocol !== undefined && protocol !== TCP)
      .map((value) => ({
        argument: `${TLS_ARGUMENT}.scope.protocols`,
        problem: "must be TCP, the only protocol that is decrypted",
        value,
        remedy: "use 6",
      })),
  ];
}
