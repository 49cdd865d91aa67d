import { SELECTABLE_SERVICES } from "../../../envs/schema/network/endpoint-selection";
import { capabilitiesSchema } from "../../../envs/schema/studio/studio-settings";
import { hclValue } from "../hcl/write-hcl";
import { snakeCase } from "../options/snake-case";
import { distinctItems, eachItem, type ModuleInput } from "./module-input";

const CAPABILITIES = Object.entries(capabilitiesSchema.parse({})).map(([field, isOn]) => ({
  name: snakeCase(field),
  isOn,
}));

/**
 * What users may do, and the endpoints and models that are there for it.
 *
 * These inputs are lists and not objects with optional members: a plan has no types, so `verify` cannot read from it what a member
 * is that the caller leaves out.
 */
export const optionInputs: readonly ModuleInput[] = [
  namesInput({
    name: "capabilities",
    description:
      "What users may do in addition to data, jobs, models and endpoints. feature_store and mlflow each add an interface endpoint, about 0.01 USD per hour and zone.",
    known: CAPABILITIES.map(({ name }) => name),
    preset: CAPABILITIES.flatMap(({ name, isOn }) => (isOn ? [name] : [])),
    item: "capability",
  }),
  namesInput({
    name: "endpoint_services",
    description:
      "Services with a VPC endpoint in addition to those of every perimeter. An interface endpoint costs about 0.01 USD per hour and zone.",
    known: SELECTABLE_SERVICES,
    preset: [],
    item: "service",
  }),
  {
    name: "jump_start",
    type: "bool",
    description: "Whether the models of SageMaker JumpStart can be read from the bucket and the hub of AWS.",
    default: "false",
    validations: [],
  },
];

/** A list of names, each of which is known and listed once. */
function namesInput({ name, description, known, preset, item }: NamesInput): ModuleInput {
  return {
    name,
    type: "list(string)",
    description: `${description} Names: ${known.join(", ")}.`,
    default: hclValue(preset),
    validations: [
      eachItem({
        list: `var.${name}`,
        condition: `contains([${known.map((one) => JSON.stringify(one)).join(", ")}], item)`,
        message: `Each ${item} must be one of ${known.join(", ")}.`,
      }),
      distinctItems(`var.${name}`, `Each ${item} must be listed once.`),
    ],
  };
}

interface NamesInput extends Pick<ModuleInput, "name" | "description"> {
  readonly known: readonly string[];
  readonly preset: readonly string[];
  /** What a name stands for, in messages. */
  readonly item: string;
}
