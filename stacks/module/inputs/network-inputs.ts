import { regionTable } from "../../../aws/regions/region-facts";
import { plannedAddressCount } from "../../../envs/addressing/subnet-plan";
import { corporateAttachment, type Environment } from "../../../envs/schema/environment";
import { prefixLengthFor } from "../../../ip/cidr";
import { MODULE_REGIONS } from "../aws-accounts";
import { certificateAuthorityOf } from "../source/environment-probe";
import {
  disjointCondition,
  noHostBitsCondition,
  PRIVATE_BLOCKS_TEXT,
  prefixOf,
  privateCondition,
} from "./cidr-conditions";
import { formatCondition } from "./format-condition";
import { distinct, eachItem, type ModuleInput } from "./module-input";

/** The block of the VPC and its zones. */
export function networkInputs(probe: Environment): readonly ModuleInput[] {
  const zones = probe.availabilityZones.length;
  const longest = prefixLengthFor(plannedAddressCount(probe));
  const letters = MODULE_REGIONS.map((region) => `"${region}" = "${regionTable.regions[region]?.zones ?? "abcdef"}"`);
  return [
    {
      name: "vpc_cidr",
      type: "string",
      description: `IPv4 CIDR block of the VPC, /16 to /${longest} in a private range.`,
      validations: [
        {
          condition: formatCondition("an IPv4 block", "var.vpc_cidr"),
          message: "The block must be an IPv4 block such as 10.10.0.0/16.",
        },
        {
          condition: `try(${prefixOf("var.vpc_cidr")} >= 16 && ${prefixOf("var.vpc_cidr")} <= ${longest}, true)`,
          message: `The block must be between /16 and /${longest}, so that every subnet fits.`,
        },
        {
          condition: noHostBitsCondition("var.vpc_cidr"),
          message: "The block must not have host bits set.",
        },
        {
          condition: privateCondition("var.vpc_cidr"),
          message: `The block must be in ${PRIVATE_BLOCKS_TEXT}.`,
        },
        {
          condition: disjointCondition("var.vpc_cidr", '"172.17.0.0/16"'),
          message: "The block must not overlap 172.17.0.0/16, which Docker uses on SageMaker instances.",
        },
        ...(corporateAttachment(probe)?.cidrs ?? []).map((corporate) => ({
          condition: disjointCondition("var.vpc_cidr", JSON.stringify(corporate)),
          message: `The block must not overlap ${corporate}, which is in the corporate network.`,
        })),
      ],
    },
    {
      name: "availability_zones",
      type: "list(string)",
      description: `Availability Zones, exactly ${zones}. The position of a zone determines its addresses and is part of resource names, so keep the order.`,
      validations: [
        {
          condition: `length(var.availability_zones) == ${zones} && ${distinct("var.availability_zones")}`,
          message: `List exactly ${zones} different ${zones === 1 ? "zone" : "zones"}; another number is another module.`,
        },
        eachItem({
          list: "var.availability_zones",
          condition: `try(startswith(item, var.region) && length(item) == length(var.region) + 1 && strcontains({ ${letters.join(", ")} }[var.region], substr(item, -1, 1)), false)`,
          message: `Each zone must be one of the Region, such as eu-west-1a (table of ${regionTable.extracted}).`,
        }),
      ],
    },
  ];
}

/** The certificate authority with which the firewall decrypts TLS, where it does. */
export function certificateAuthorityInputs(probe: Environment): readonly ModuleInput[] {
  return certificateAuthorityOf(probe) === undefined
    ? []
    : [
        {
          name: "certificate_authority",
          type: "string",
          description:
            "Certificate of the authority that signs what clients see, as certificate/<id> in ACM of the account and Region of the module.",
          validations: [
            {
              condition: formatCondition("a certificate of ACM", "var.certificate_authority"),
              message: "The authority must be certificate/<id>, the end of the ARN that ACM shows.",
            },
          ],
        },
      ];
}

/** The existing gateway to the corporate network, where the environment of the module attaches one. */
export function attachmentInputs(probe: Environment): readonly ModuleInput[] {
  const attachment = corporateAttachment(probe);
  if (attachment?.id === undefined) {
    return [];
  }
  const [prefix = ""] = attachment.id.split("-");
  return [
    {
      name: "attachment_id",
      type: "string",
      description: `ID of the ${attachment.kind.replace("-", " ")} that connects the VPC to the corporate network.`,
      validations: [
        {
          condition: `can(regex("^${prefix}-[0-9a-f]{8,17}$", var.attachment_id))`,
          message: `The ID must be ${prefix}- and 8 to 17 hexadecimal digits.`,
        },
      ],
    },
  ];
}
