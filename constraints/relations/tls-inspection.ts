import { resourcesOfType } from "../configuration/aws-configuration";
import { blocksOf, isSet, literalText, type Values } from "../configuration/terraform-values";
import type { Refusal } from "../refusal";
import type { RelationCheck } from "./relation-check";

const CERTIFICATE_PAGE =
  "https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-certificate-requirements.html";
const ARGUMENT = "tls_inspection_configuration.server_certificate_configuration.certificate_authority_arn";

/**
 * Refuses an authority of TLS inspection that ACM or AWS Private CA issues, or that is in another Region: AWS takes one that was imported
 * into ACM, in the Region of the firewall.
 */
export const tlsAuthoritiesAreImported: RelationCheck = ({ resources, region }) => {
  const issuers = new Map(
    resourcesOfType(resources, "aws_acm_certificate")
      .filter(({ values }) => isSet(values.domain_name))
      .map(({ address }) => [`\${${address}.arn}`, address]),
  );
  return resourcesOfType(resources, "aws_networkfirewall_tls_inspection_configuration").flatMap(
    ({ address, values }) => {
      const firewallRegion = literalText(values.region) ?? region;
      return authoritiesOf(values)
        .flatMap((authority) => authorityProblems(authority, issuers.get(authority), firewallRegion))
        .map((problem) => ({ ...problem, address, argument: ARGUMENT, source: CERTIFICATE_PAGE }));
    },
  );
};

/** The certificates that sign for servers, as written: ARNs and references. */
function authoritiesOf({ tls_inspection_configuration: inspection }: Values): readonly string[] {
  return blocksOf(inspection)
    .flatMap(({ server_certificate_configuration: configured }) => blocksOf(configured))
    .flatMap(({ certificate_authority_arn: authority }) => (typeof authority === "string" ? [authority] : []));
}

/** @param issued address of the certificate, if ACM or AWS Private CA issues it */
function authorityProblems(
  authority: string,
  issued: string | undefined,
  firewallRegion: string | undefined,
): readonly Pick<Refusal, "problem" | "remedy">[] {
  const [, region = firewallRegion] = /^arn:[\w-]+:acm:([a-z0-9-]+):/.exec(literalText(authority) ?? "") ?? [];
  return [
    ...(issued === undefined
      ? []
      : [
          {
            problem: `${issued} is issued by ACM or AWS Private CA`,
            remedy: "import an authority with its private key",
          },
        ]),
    ...(firewallRegion === undefined || region === firewallRegion
      ? []
      : [
          {
            problem: `the certificate is in ${region}, and the firewall in ${firewallRegion}`,
            remedy: `import it in ${firewallRegion}`,
          },
        ]),
  ];
}
