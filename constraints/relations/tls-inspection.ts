import { resourcesOfType } from "../configuration/aws-configuration";
import { blocksOf, isSet, literalText } from "../configuration/terraform-values";
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
  const certificates = new Map(
    resourcesOfType(resources, "aws_acm_certificate").map(({ address, values }) => [
      `\${${address}.arn}`,
      { address, values },
    ]),
  );
  return resourcesOfType(resources, "aws_networkfirewall_tls_inspection_configuration").flatMap(
    ({ address, values }) => {
      const place = literalText(values.region) ?? region;
      return blocksOf(values.tls_inspection_configuration)
        .flatMap(({ server_certificate_configuration: configured }) => blocksOf(configured))
        .flatMap(({ certificate_authority_arn: authority }): readonly Refusal[] => {
          const issued = certificates.get(String(authority));
          const [, of] = /^arn:[\w-]+:acm:([a-z0-9-]+):/.exec(literalText(authority) ?? "") ?? [];
          const refusal = (problem: string, remedy: string): Refusal => ({
            ...{ address, argument: ARGUMENT, problem, remedy },
            source: CERTIFICATE_PAGE,
          });
          return [
            ...(issued !== undefined && isSet(issued.values.domain_name)
              ? [
                  refusal(
                    `${issued.address} is issued by ACM or AWS Private CA`,
                    "import an authority with its private key",
                  ),
                ]
              : []),
            ...(of !== undefined && place !== undefined && of !== place
              ? [refusal(`the certificate is in ${of}, and the firewall in ${place}`, `import it in ${place}`)]
              : []),
          ];
        });
    },
  );
};
