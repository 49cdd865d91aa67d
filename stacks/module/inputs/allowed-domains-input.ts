import { awsDomains } from "../../../aws/partitions";
import type { Expression } from "../hcl/expression";
import {
  distinct,
  distinctItems,
  eachItem,
  type InputValidation,
  type ModuleInput,
  members,
  noNullItem,
  shownMembers,
  wholeNumber,
} from "./module-input";

/** The domains of AWS as a list in HCL. */
const AWS_DOMAINS = `[${awsDomains.map((domain) => JSON.stringify(domain)).join(", ")}]`;

/** What a host name must be that the firewall or a private hosted zone may answer. */
export function hostNameValidations(names: Expression): readonly InputValidation[] {
  return [
    eachItem({
      list: names,
      condition:
        'can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", item)) && length(item) <= 253',
      message:
        "Each name must be a host name in lower case, international names in Punycode, without a wildcard or a final dot.",
    }),
    eachItem({
      list: names,
      condition: `alltrue([for suffix in ${AWS_DOMAINS} : !endswith(".\${item}", ".\${suffix}")])`,
      message: "No name may belong to AWS, because anyone can publish under it; reach AWS services through endpoints.",
    }),
  ];
}

/** What ports, reason and owner of each item of a list must be. */
export function serviceValidations(list: Expression): readonly InputValidation[] {
  return [
    eachItem({
      list,
      condition: `length(item.ports) > 0 && ${distinct("item.ports")} && alltrue([for port in item.ports : ${wholeNumber("port", 1, 65_535)} && !contains([53, 853], port)])`,
      message: "Each item needs different ports from 1 to 65535, without 53 and 853, which bypass the DNS firewall.",
      shown: shownMembers("name", "ports"),
    }),
    eachItem({
      list,
      condition:
        'alltrue([for text in [item.reason, item.owner] : can(regex("^[^\\\\pC\\";\\\\\\\\|]{1,200}$", text)) && trimspace(text) != ""])',
      message: 'Each reason and owner must be one line of 1 to 200 characters without " ; \\\\ and |.',
      shown: shownMembers("name", "reason", "owner"),
    }),
  ];
}

export const allowedDomainsInput: ModuleInput = {
  name: "allowed_domains",
  type: `list(object({
  name   = string
  match  = string
  ports  = optional(list(number), [443])
  reason = string
  owner  = string
}))`,
  description:
    "Every domain that may be reached by TLS. match is exact for this host only, or subdomains for the name and every name below it. Reviewers read reason and owner.",
  validations: [
    {
      condition: "length(var.allowed_domains) > 0",
      message: "Allow a domain, or use the module of the isolated posture.",
    },
    noNullItem("var.allowed_domains"),
    {
      condition: `length(flatten(${members("var.allowed_domains", "ports")})) <= 700`,
      message: "The list must have at most 700 pairs of a domain and a port.",
    },
    eachItem({
      list: "var.allowed_domains",
      condition: 'contains(["exact", "subdomains"], item.match)',
      message: "The match of each domain must be exact or subdomains.",
      shown: shownMembers("name", "match"),
    }),
    ...hostNameValidations(members("var.allowed_domains", "name")),
    ...serviceValidations("var.allowed_domains"),
    distinctItems(
      "[for item in var.allowed_domains : [item.match, item.name] if item != null]",
      "Each domain must be listed once, with all its ports.",
    ),
  ],
};
