import { regionTable } from "../../aws/regions/region-facts";
import { ADDRESS_NEEDS } from "../../envs/addressing/capacity";
import { plannedAddressCount } from "../../envs/addressing/subnet-plan";
import {
  corporateAttachment,
  type Environment,
  hasSelfService,
  LOG_RETENTION_DAYS,
} from "../../envs/schema/environment";
import { addressCount, prefixLengthFor } from "../../ip/cidr";
import { privateCidrs } from "../../ip/internet-addresses";
import { MODULE_REGIONS } from "./aws-accounts";
import type { Expression } from "./hcl/expression";
import { hclValue } from "./hcl/write-hcl";
import { hasNotebookUserInput, hasSizeInputs, hasUserInput } from "./source/environment-probe";
import type { ModuleSource } from "./source/module-source";

/** A condition that an input must meet, and the sentence with which Terraform refuses any other value. */
export interface InputValidation {
  readonly condition: Expression;
  /** One sentence with a capital letter and a full stop, as Terraform wants it. */
  readonly message: string;
}

/** A variable of a module. */
export interface ModuleInput {
  readonly name: string;
  /** Type constraint of Terraform. */
  readonly type: string;
  readonly description: string;
  /** Expression. @default - the input is required */
  readonly default?: Expression;
  /** Whether null means that there is no value. @default false */
  readonly nullable?: boolean;
  readonly validations: readonly InputValidation[];
}

/** An `alltrue` over a list. */
function each(list: Expression, condition: Expression): Expression {
  return `alltrue([for item in ${list} : ${condition}])`;
}

function distinct(list: Expression): Expression {
  return `length(distinct(${list})) == length(${list})`;
}

/** Whole numbers between two limits. A value that Terraform does not know yet passes. */
function wholeNumber(value: Expression, from: number, to: number): Expression {
  return `${value} == floor(${value}) && ${value} >= ${from} && ${value} <= ${to}`;
}

const ROLE_PATTERN: Expression = 'can(regex("^role/[\\\\w+=,.@/-]{3}[\\\\w+=,.@/*-]*$", item))';

/** Whether a role pattern covers the execution role of the module. */
const COVERS_EXECUTION_ROLE: Expression =
  'can(regex("^${replace(replace(replace(item, ".", "[.]"), "+", "[+]"), "*", ".*")}$", "role/studio-perimeter-${var.name}-execution"))';

const roleValidations = (list: Expression): readonly InputValidation[] => [
  {
    condition: each(list, ROLE_PATTERN),
    message: "Each role must be role/<path and name> with * only after the first three characters.",
  },
  {
    condition: each(list, `!${COVERS_EXECUTION_ROLE}`),
    message: "No role pattern may cover the execution role of Studio; name the roles without a wildcard.",
  },
];

/** The inputs of a module. Those of an environment have its values as defaults. */
export function moduleInputs({ probe, defaults }: Pick<ModuleSource, "probe" | "defaults">): readonly ModuleInput[] {
  return inputsOf(probe).map((input) =>
    input.name in defaults ? { ...input, default: hclValue(defaults[input.name]) } : input,
  );
}

function inputsOf(probe: Environment): readonly ModuleInput[] {
  return [
    nameInput,
    regionInput,
    accountInput,
    ...networkInputs(probe),
    ...(probe.egress.kind === "inspected" ? [allowedDomainsInput] : []),
    organizationInput,
    tagsInput,
    {
      name: "log_retention_days",
      type: "number",
      description: "Retention of every log in days; one of the values that CloudWatch Logs accepts.",
      default: "400",
      validations: [
        {
          condition: `contains([${LOG_RETENTION_DAYS.join(", ")}], var.log_retention_days)`,
          message: `The retention must be one of ${LOG_RETENTION_DAYS.join(", ")} days.`,
        },
      ],
    },
    {
      name: "deployers",
      type: "list(string)",
      description:
        "Roles of the account that plan, apply and destroy the module, as role/<path and name>. The bucket policies exempt them.",
      validations: [
        { condition: "length(var.deployers) > 0", message: "Name at least one role that deploys the module." },
        ...roleValidations("var.deployers"),
      ],
    },
    {
      name: "break_glass",
      type: "list(string)",
      description:
        "Roles of the account that can read data from outside the network in an emergency, as role/<path and name>.",
      default: "[]",
      validations: roleValidations("var.break_glass"),
    },
    alarmTopicsInput,
    ...ownEndpointInputs(probe),
    ...attachmentInputs(probe),
    ...(hasUserInput(probe) ? userInputs(probe) : []),
    ...(hasSizeInputs(probe) ? sizeInputs : []),
  ];
}

const nameInput: ModuleInput = {
  name: "name",
  type: "string",
  description: "Name of the perimeter, 1 to 16 characters. It is part of every resource name.",
  validations: [
    {
      condition: 'can(regex("^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$", var.name)) && !startswith(var.name, "bootstrap")',
      message:
        "The name must have 1 to 16 lowercase letters, digits or inner hyphens, a letter first, and must not start with bootstrap.",
    },
  ],
};

const regionInput: ModuleInput = {
  name: "region",
  type: "string",
  description: "AWS Region of the provider, such as eu-west-1. The policies name AWS accounts that differ by Region.",
  validations: [
    {
      condition: `contains([${MODULE_REGIONS.map((region) => JSON.stringify(region)).join(", ")}], var.region)`,
      message: `The Region must be one of ${MODULE_REGIONS.join(", ")}.`,
    },
  ],
};

function networkInputs(probe: Environment): readonly ModuleInput[] {
  const zones = probe.availabilityZones.length;
  const longest = prefixLengthFor(plannedAddressCount(probe));
  const block = 'split("/", var.vpc_cidr)[0]';
  const letters = MODULE_REGIONS.map((region) => `"${region}" = "${regionTable.regions[region]?.zones ?? "abcdef"}"`);
  return [
    {
      name: "vpc_cidr",
      type: "string",
      description: `IPv4 CIDR block of the VPC, /16 to /${longest} in a private range.`,
      validations: [
        {
          condition:
            'can(regex("^(25[0-5]|2[0-4]\\\\d|1\\\\d\\\\d|[1-9]?\\\\d)(\\\\.(25[0-5]|2[0-4]\\\\d|1\\\\d\\\\d|[1-9]?\\\\d)){3}/(3[0-2]|[12]?\\\\d)$", var.vpc_cidr))',
          message: "The block must be an IPv4 block such as 10.10.0.0/16.",
        },
        {
          condition: `try(tonumber(split("/", var.vpc_cidr)[1]) >= 16 && tonumber(split("/", var.vpc_cidr)[1]) <= ${longest}, true)`,
          message: `The block must be between /16 and /${longest}, so that every subnet fits.`,
        },
        {
          condition: "try(cidrsubnet(var.vpc_cidr, 0, 0) == var.vpc_cidr, true)",
          message: "The block must not have host bits set.",
        },
        {
          condition: `try(anytrue([for range in [${privateCidrs.map(({ text }) => JSON.stringify(text)).join(", ")}] : cidrsubnet("\${${block}}/\${split("/", range)[1]}", 0, 0) == range]), true)`,
          message: `The block must be in ${privateCidrs.map(({ text }) => text).join(", ")}.`,
        },
        {
          condition: `try(cidrsubnet("\${${block}}/16", 0, 0) != "172.17.0.0/16", true)`,
          message: "The block must not overlap 172.17.0.0/16, which Docker uses on SageMaker instances.",
        },
        ...(corporateAttachment(probe)?.cidrs ?? []).map((corporate) => ({
          condition: `try(${networkOf(block, corporate)} != ${networkOf(JSON.stringify(corporate.split("/")[0]), corporate)}, true)`,
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
        {
          condition: each(
            "var.availability_zones",
            `try(startswith(item, var.region) && length(item) == length(var.region) + 1 && strcontains({ ${letters.join(", ")} }[var.region], substr(item, -1, 1)), false)`,
          ),
          message: `Each zone must be one of the Region, such as eu-west-1a (table of ${regionTable.extracted}).`,
        },
      ],
    },
  ];
}

/** The network of an address with the shorter one of the prefixes of the VPC and of another block. */
function networkOf(address: Expression, other: string): Expression {
  const prefix = `min(tonumber(split("/", var.vpc_cidr)[1]), ${other.split("/")[1]})`;
  return `cidrsubnet("\${${address}}/\${${prefix}}", 0, 0)`;
}

const allowedDomainsInput: ModuleInput = {
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
    {
      condition: `length(flatten([for item in var.allowed_domains : item.ports])) <= 700`,
      message: "The list must have at most 700 pairs of a domain and a port.",
    },
    {
      condition: each("var.allowed_domains", 'contains(["exact", "subdomains"], item.match)'),
      message: "The match of each domain must be exact or subdomains.",
    },
    {
      condition: each(
        "var.allowed_domains",
        'can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", item.name)) && length(item.name) <= 253',
      ),
      message:
        "Each name must be a host name in lower case, international names in Punycode, without a wildcard or a final dot.",
    },
    {
      condition: each(
        "var.allowed_domains",
        'alltrue([for suffix in ["amazonaws.com", "amazonaws.com.cn", "aws", "awsapps.com", "aws.amazon.com", "aws.dev"] : !endswith(".${item.name}", ".${suffix}")])',
      ),
      message: "No name may belong to AWS, because anyone can publish under it; reach AWS services through endpoints.",
    },
    {
      condition: each(
        "var.allowed_domains",
        `length(item.ports) > 0 && ${distinct("item.ports")} && alltrue([for port in item.ports : ${wholeNumber("port", 1, 65_535)} && !contains([53, 853], port)])`,
      ),
      message: "Each domain needs different ports from 1 to 65535, without 53 and 853, which bypass the DNS firewall.",
    },
    {
      condition: each(
        "var.allowed_domains",
        'alltrue([for text in [item.reason, item.owner] : can(regex("^[^\\\\pC\\";\\\\\\\\|]{1,200}$", text)) && trimspace(text) != ""])',
      ),
      message: 'Each reason and owner must be one line of 1 to 200 characters without " ; \\\\ and |.',
    },
    {
      condition: distinct('[for item in var.allowed_domains : "${item.match} ${item.name}"]'),
      message: "Each domain must be listed once, with all its ports.",
    },
  ],
};

const organizationInput: ModuleInput = {
  name: "organization_id",
  type: "string",
  description: "Organization whose principals and resources are trusted, o-... Null: only the account is trusted.",
  default: "null",
  nullable: true,
  validations: [
    {
      condition: 'var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))',
      message: "The organization id must be o- and 10 to 32 lowercase letters or digits.",
    },
  ],
};

const accountInput: ModuleInput = {
  name: "account_id",
  type: "string",
  description: "The only account in which the module may be applied, twelve digits. Null: the account of the provider.",
  default: "null",
  nullable: true,
  validations: [
    {
      condition: 'var.account_id == null || can(regex("^\\\\d{12}$", var.account_id))',
      message: "The account must be a string of twelve digits.",
    },
  ],
};

/** Ids of existing things that the structure of the module refers to. */
function ownEndpointInputs({ endpoints }: Environment): readonly ModuleInput[] {
  const names = endpoints.own.map(({ name }) => JSON.stringify(name)).join(", ");
  return endpoints.own.length === 0
    ? []
    : [
        {
          name: "own_endpoint_services",
          type: "map(string)",
          description: `Names of the endpoint services of the company, by endpoint: ${names}.`,
          validations: [
            {
              condition: `length(setsubtract([${names}], keys(var.own_endpoint_services))) == 0 && length(var.own_endpoint_services) == ${endpoints.own.length}`,
              message: `Name the service of each endpoint and of no other: ${names}.`,
            },
            {
              condition: each(
                "values(var.own_endpoint_services)",
                'can(regex("^com\\\\.amazonaws\\\\.vpce\\\\.${var.region}\\\\.vpce-svc-[0-9a-f]{8,17}$", item))',
              ),
              message: "Each service must be com.amazonaws.vpce.<region>.vpce-svc-... in the Region of the module.",
            },
          ],
        },
      ];
}

function attachmentInputs(probe: Environment): readonly ModuleInput[] {
  const attachment = corporateAttachment(probe);
  if (attachment === undefined) {
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

const tagsInput: ModuleInput = {
  name: "tags",
  type: "map(string)",
  description: "Tags of every resource, in addition to those that the module sets.",
  default: "{}",
  validations: [
    {
      condition:
        'alltrue([for key, value in var.tags : can(regex("^[\\\\p{L}\\\\p{N} _.:/=+@-]{1,128}$", key)) && !startswith(lower(key), "aws:") && can(regex("^[\\\\p{L}\\\\p{N} _.:/=+@-]{0,256}$", value))])',
      message:
        "Each key needs 1 to 128 letters, digits or _ . : / = + - @ and must not start with aws:, each value at most 256 of them.",
    },
  ],
};

const alarmTopicsInput: ModuleInput = {
  name: "alarm_topic_arns",
  type: "list(string)",
  description:
    "SNS topics that receive alarms, in the Region of the module. With none, alarms are visible only in the console.",
  default: "[]",
  validations: [
    {
      condition: each(
        "var.alarm_topic_arns",
        'can(regex("^arn:aws[a-z-]*:sns:${var.region}:\\\\d{12}:[\\\\w-]{1,256}(\\\\.fifo)?$", item))',
      ),
      message: "Each topic must be arn:aws:sns:<region>:<account>:<topic> in the Region of the module.",
    },
  ],
};

/** Users that fit into the Studio subnets, with their jobs, after the loss of a zone if the posture survives that. */
export function userCapacity(probe: Environment): number {
  const size = addressCount(probe.subnetPrefixLengths.studio);
  const fits = (users: number) =>
    ADDRESS_NEEDS.studio({ ...probe, studio: { ...probe.studio, users } }).addresses <= size;
  let users = 1;
  while (fits(users + 1)) {
    users += 1;
  }
  return users;
}

function userInputs(probe: Environment): readonly ModuleInput[] {
  const users = userCapacity(probe);
  return [
    {
      name: "user_profiles",
      type: `list(object({
  name                 = string
  idle_timeout_minutes = optional(number)
  max_storage_gb       = optional(number)
}))`,
      description:
        "Users of the Studio domain. idle_timeout_minutes and max_storage_gb replace the defaults of idle_shutdown and space_storage.",
      default: "[]",
      validations: [
        {
          condition: `length(var.user_profiles) <= ${users}`,
          message: `The Studio subnets have room for ${users} users.`,
        },
        {
          condition: each("var.user_profiles", 'can(regex("^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$", item.name))'),
          message: "Each name must have 1 to 63 letters, digits or inner hyphens.",
        },
        {
          condition: distinct("[for item in var.user_profiles : item.name]"),
          message: "Each user must be listed once.",
        },
        {
          condition: each(
            "var.user_profiles",
            "item.idle_timeout_minutes == null ? true : item.idle_timeout_minutes == floor(item.idle_timeout_minutes) && item.idle_timeout_minutes >= var.idle_shutdown.min_minutes && item.idle_timeout_minutes <= var.idle_shutdown.max_minutes",
          ),
          message: "Each idle timeout must be within the range of idle_shutdown.",
        },
        {
          condition: each(
            "var.user_profiles",
            "item.max_storage_gb == null ? true : item.max_storage_gb == floor(item.max_storage_gb) && item.max_storage_gb >= var.space_storage.default_gb && item.max_storage_gb <= 16384",
          ),
          message: "Each largest volume must be a whole number from space_storage.default_gb to 16384.",
        },
        ...selfServiceValidations(probe),
      ],
    },
    ...(hasNotebookUserInput(probe) ? [notebookUserInput] : []),
  ];
}

/** AWS requires two characters of session names, which identify the users of self-service. */
function selfServiceValidations(probe: Environment): readonly InputValidation[] {
  return hasSelfService(probe)
    ? [
        {
          condition: each("var.user_profiles", "length(item.name) >= 2"),
          message: "Each name must have two characters, because self-service identifies users by it.",
        },
      ]
    : [];
}

const notebookUserInput: ModuleInput = {
  name: "notebook_user",
  type: "string",
  description: "Name of the user of user_profiles who owns the notebook instance.",
  validations: [
    {
      condition: "contains([for item in var.user_profiles : item.name], var.notebook_user)",
      message: "The user of the notebook instance must be one of user_profiles.",
    },
  ],
};

const sizeInputs: readonly ModuleInput[] = [
  {
    name: "idle_shutdown",
    type: `object({
  min_minutes     = optional(number, 60)
  default_minutes = optional(number, 120)
  max_minutes     = optional(number, 1440)
})`,
    description: "When idle JupyterLab and Code Editor apps are stopped, in minutes.",
    default: "{}",
    validations: [
      {
        condition: each(
          "[var.idle_shutdown.min_minutes, var.idle_shutdown.default_minutes, var.idle_shutdown.max_minutes]",
          wholeNumber("item", 60, 525_600),
        ),
        message: "Each timeout must be a whole number from 60 to 525600.",
      },
      {
        condition:
          "var.idle_shutdown.min_minutes <= var.idle_shutdown.default_minutes && var.idle_shutdown.default_minutes <= var.idle_shutdown.max_minutes",
        message: "The timeouts must be in ascending order: min_minutes, default_minutes, max_minutes.",
      },
    ],
  },
  {
    name: "space_storage",
    type: `object({
  default_gb = optional(number, 5)
  max_gb     = optional(number, 100)
})`,
    description: "Sizes of the volumes of spaces, in GB.",
    default: "{}",
    validations: [
      {
        condition: each("[var.space_storage.default_gb, var.space_storage.max_gb]", wholeNumber("item", 5, 16_384)),
        message: "Each size must be a whole number from 5 to 16384.",
      },
      {
        condition: "var.space_storage.default_gb <= var.space_storage.max_gb",
        message: "default_gb must not be above max_gb.",
      },
    ],
  },
];
