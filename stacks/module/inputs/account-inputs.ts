import { LOG_RETENTION_DAYS } from "../../../envs/schema/environment";
import { MODULE_REGIONS } from "../aws-accounts";
import { type Expression, interpolate } from "../hcl/expression";
import { formatCondition } from "./format-condition";
import { eachItem, type InputValidation, type ModuleInput } from "./module-input";

const ROLE_PATTERN: Expression = formatCondition("a role pattern", "item");

/** Whether a role pattern covers the execution role of the module. */
const COVERS_EXECUTION_ROLE: Expression =
  'can(regex("^${replace(replace(replace(item, ".", "[.]"), "+", "[+]"), "*", ".*")}$", "role/studio-perimeter-${var.name}-execution"))';

const roleValidations = (list: Expression): readonly InputValidation[] => [
  eachItem({
    list,
    condition: ROLE_PATTERN,
    message: "Each role must be role/<path and name> with * only after the first three characters.",
  }),
  eachItem({
    list,
    condition: `!${COVERS_EXECUTION_ROLE}`,
    message: "No role pattern may cover the execution role of Studio; name the roles without a wildcard.",
  }),
];

export const nameInput: ModuleInput = {
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

export const regionInput: ModuleInput = {
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

export const organizationInput: ModuleInput = {
  name: "organization_id",
  type: "string",
  description: "Organization whose principals and resources are trusted, o-... Null: only the account is trusted.",
  default: "null",
  nullable: true,
  validations: [
    {
      condition: `var.organization_id == null || ${formatCondition("an organization id", "var.organization_id")}`,
      message: "The organization id must be o- and 10 to 32 lowercase letters or digits.",
    },
  ],
};

export const accountInput: ModuleInput = {
  name: "account_id",
  type: "string",
  description: "The only account in which the module may be applied, twelve digits. Null: the account of the provider.",
  default: "null",
  nullable: true,
  validations: [
    {
      condition: `var.account_id == null || ${formatCondition("an account id", "var.account_id")}`,
      message: "The account must be a string of twelve digits.",
    },
  ],
};

const IS_TAG: Expression = `can(regex("^[\\\\p{L}\\\\p{N} _.:/=+@-]{1,128}$", key)) && !startswith(lower(key), "aws:") && ${formatCondition("a tag value", "value")}`;

export const tagsInput: ModuleInput = {
  name: "tags",
  type: "map(string)",
  description: "Tags of every resource, in addition to those that the module sets.",
  default: "{}",
  validations: [
    {
      condition: `alltrue([for key, value in var.tags : ${IS_TAG}])`,
      wrong: `[for key, value in var.tags : "${interpolate("jsonencode(key)")} = ${interpolate("jsonencode(value)")}" if !(${IS_TAG})]`,
      message:
        "Each key needs 1 to 128 letters, digits or _ . : / = + - @ and must not start with aws:, each value at most 256 of them.",
    },
  ],
};

export const alarmTopicsInput: ModuleInput = {
  name: "alarm_topic_arns",
  type: "list(string)",
  description:
    "SNS topics that receive alarms, in the Region of the module. With none, alarms are visible only in the console.",
  default: "[]",
  validations: [
    eachItem({
      list: "var.alarm_topic_arns",
      condition: 'can(regex("^arn:aws[a-z-]*:sns:${var.region}:\\\\d{12}:[\\\\w-]{1,256}(\\\\.fifo)?$", item))',
      message: "Each topic must be arn:aws:sns:<region>:<account>:<topic> in the Region of the module.",
      isAssigned: true,
    }),
  ],
};

export const logRetentionInput: ModuleInput = {
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
};

export const deployersInput: ModuleInput = {
  name: "deployers",
  type: "list(string)",
  description:
    "Roles of the account that plan, apply and destroy the module, as role/<path and name>. The bucket policies exempt them.",
  validations: [
    { condition: "length(var.deployers) > 0", message: "Name at least one role that deploys the module." },
    ...roleValidations("var.deployers"),
  ],
};

export const breakGlassInput: ModuleInput = {
  name: "break_glass",
  type: "list(string)",
  description:
    "Roles of the account that can read data from outside the network in an emergency, as role/<path and name>.",
  default: "[]",
  validations: roleValidations("var.break_glass"),
};
