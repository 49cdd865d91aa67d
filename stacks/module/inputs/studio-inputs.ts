import { ADDRESS_NEEDS } from "../../../envs/addressing/capacity";
import { type Environment, hasSelfService } from "../../../envs/schema/environment";
import { addressCount } from "../../../ip/cidr";
import type { Expression } from "../hcl/expression";
import { hasNotebookUserInput } from "../source/environment-probe";
import { formatCondition } from "./format-condition";
import {
  distinctItems,
  eachItem,
  type InputValidation,
  type ModuleInput,
  members,
  noNullItem,
  shownMembers,
  wholeNumber,
} from "./module-input";

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

/**
 * The users, where who they are shapes no other resource.
 *
 * @param hasSelfServiceInput whether self-service is an input
 */
export function userInputs(probe: Environment, hasSelfServiceInput: boolean): readonly ModuleInput[] {
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
        noNullItem("var.user_profiles"),
        {
          condition: `length(var.user_profiles) <= ${users}`,
          message: `The Studio subnets have room for ${users} users.`,
        },
        eachItem({
          list: "var.user_profiles",
          condition: formatCondition("a user profile name", "item.name"),
          message: "Each name must have 1 to 63 letters, digits or inner hyphens.",
          shown: "item.name",
        }),
        distinctItems(members("var.user_profiles", "name"), "Each user must be listed once."),
        eachItem({
          list: "var.user_profiles",
          condition:
            "item.idle_timeout_minutes == null ? true : item.idle_timeout_minutes == floor(item.idle_timeout_minutes) && item.idle_timeout_minutes >= var.idle_shutdown.min_minutes && item.idle_timeout_minutes <= var.idle_shutdown.max_minutes",
          message: "Each idle timeout must be within the range of idle_shutdown.",
          shown: shownMembers("name", "idle_timeout_minutes"),
        }),
        eachItem({
          list: "var.user_profiles",
          condition:
            "item.max_storage_gb == null ? true : item.max_storage_gb == floor(item.max_storage_gb) && item.max_storage_gb >= var.space_storage.default_gb && item.max_storage_gb <= 16384",
          message: "Each largest volume must be a whole number from space_storage.default_gb to 16384.",
          shown: shownMembers("name", "max_storage_gb"),
        }),
        ...(hasSelfServiceInput ? selfServiceValidations("var.self_service == null || ") : []),
        ...(hasSelfService(probe) ? selfServiceValidations("") : []),
      ],
    },
    ...(hasNotebookUserInput(probe) ? [notebookUserInput] : []),
  ];
}

/**
 * AWS requires two characters of session names, which identify the users of self-service.
 *
 * @param unless operands of `||` that come first
 */
function selfServiceValidations(unless: Expression): readonly InputValidation[] {
  return [
    {
      condition: `${unless}length(var.user_profiles) > 0`,
      message: "Self-service needs users; list at least one.",
    },
    eachItem({
      list: "var.user_profiles",
      condition: `${unless}length(item.name) >= 2`,
      message: "Each name must have two characters, because self-service identifies users by it.",
      shown: "item.name",
    }),
  ];
}

const notebookUserInput: ModuleInput = {
  name: "notebook_user",
  type: "string",
  description: "Name of the user of user_profiles who owns the notebook instance.",
  validations: [
    {
      condition: `contains(${members("var.user_profiles", "name")}, var.notebook_user)`,
      message: "The user of the notebook instance must be one of user_profiles.",
    },
  ],
};

/** Idle timeouts and sizes of volumes. */
export const sizeInputs: readonly ModuleInput[] = [
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
      eachItem({
        list: "[var.idle_shutdown.min_minutes, var.idle_shutdown.default_minutes, var.idle_shutdown.max_minutes]",
        condition: wholeNumber("item", 60, 525_600),
        message: "Each timeout must be a whole number from 60 to 525600.",
      }),
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
      eachItem({
        list: "[var.space_storage.default_gb, var.space_storage.max_gb]",
        condition: wholeNumber("item", 5, 16_384),
        message: "Each size must be a whole number from 5 to 16384.",
      }),
      {
        condition: "var.space_storage.default_gb <= var.space_storage.max_gb",
        message: "default_gb must not be above max_gb.",
      },
    ],
  },
];
