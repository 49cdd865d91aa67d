import { parseCidr } from "../../../ip/cidr";
import { isSet, isSurelySet, listOf, literalNumber, literalText } from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf } from "../argument-rule";

/** Private numbers of autonomous systems, of 16 and of 32 bits. */
const PRIVATE_ASNS = [
  [64_512, 65_534],
  [4_200_000_000, 4_294_967_294],
] as const;
/** The longest prefixes of the blocks of a transit gateway. */
const LONGEST_PREFIX = { 4: 24, 6: 64 } as const;

/** Rules of transit gateways, VPN gateways and load balancers. */
export const gatewayRules: readonly ArgumentRule[] = [
  {
    types: ["aws_ec2_transit_gateway", "aws_vpn_gateway"],
    page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRequestOptions.html",
    check: ({ amazon_side_asn, transit_gateway_cidr_blocks: blocks }) => {
      const asn = literalNumber(amazon_side_asn);
      return [
        ...problemIf(asn !== undefined && !PRIVATE_ASNS.some(([low, high]) => asn >= low && asn <= high), {
          argument: "amazon_side_asn",
          problem: "is no private ASN",
          value: asn,
          remedy: "use 64512 to 65534, or 4200000000 to 4294967294",
        }),
        ...listOf(blocks)
          .map(literalText)
          .flatMap((text, at) => {
            const cidr = text === undefined ? undefined : parseCidr(text);
            const fits = cidr !== undefined && cidr.prefixLength <= LONGEST_PREFIX[cidr.family];
            return problemIf(text !== undefined && !fits, {
              argument: `transit_gateway_cidr_blocks.${at}`,
              problem: "must be a block of /24 or larger, or of /64 or larger for IPv6",
              value: text,
              remedy: "use a larger block",
            });
          }),
      ];
    },
  },
  {
    types: ["aws_ec2_transit_gateway_route"],
    page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayRoute.html",
    check: ({ blackhole, transit_gateway_attachment_id: attachment }) => [
      ...problemIf((blackhole ?? false) === false && !isSet(attachment), {
        argument: "transit_gateway_attachment_id",
        problem: "a route needs an attachment, or is a blackhole",
        remedy: "set it, or blackhole",
      }),
      ...problemIf(blackhole === true && isSurelySet(attachment), {
        argument: "transit_gateway_attachment_id",
        problem: "must not be set for a blackhole",
        remedy: "remove it, or blackhole",
      }),
    ],
  },
  {
    types: ["aws_lb_listener"],
    page: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
    check: ({ protocol, certificate_arn }) =>
      problemIf(["TLS", "HTTPS"].includes(literalText(protocol) ?? "") && !isSet(certificate_arn), {
        argument: "certificate_arn",
        problem: `is required for the protocol ${String(protocol)}`,
        remedy: "set a certificate of ACM",
      }),
  },
];
