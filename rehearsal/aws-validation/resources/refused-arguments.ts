import type { Values } from "../../../constraints/configuration/terraform-values";
import { argumentRefusalText } from "../../../constraints/refusal";
import { argumentRefusals } from "../../../constraints/refusals";
import { isObjectValue, type ObjectValue, type ProviderValue } from "../../protocol/values";
import type { ValidationError } from "../common/validation-error";

/**
 * Values that AWS's schemas or documented limits refuse.
 *
 * @param attributes the configuration as Terraform has evaluated it, without what the provider computes
 */
export function refusedArguments(type: string, attributes: ObjectValue): readonly ValidationError[] {
  return argumentRefusals(type, statedArguments(attributes)).map((refusal) => ({
    summary: `${type}: ${refusal.argument} ${refusal.problem}`,
    detail: argumentRefusalText(refusal),
    ...attributeOf(refusal.argument),
  }));
}

/**
 * Arguments that the provider leaves out where they are empty: its check of ARNs accepts an empty text.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/verify/validate.go
 */
const OMITTED_IF_EMPTY = /_arn$|^kms_(?:master_)?key_id$|^permissions_boundary$/;

/** What a configuration states: Terraform sends null for an argument and an empty list for a block that it leaves out. */
function statedArguments(attributes: ObjectValue): Values {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
      .filter(([name, value]) => value !== "" || !OMITTED_IF_EMPTY.test(name))
      .map(([name, value]) => [name, statedValue(value)]),
  );
}

function statedValue(value: ProviderValue): unknown {
  return Array.isArray(value)
    ? value.map((item: ProviderValue) => statedValue(item))
    : isObjectValue(value)
      ? statedArguments(value)
      : value;
}

/** The top-level argument, if the error is in one. */
function attributeOf(argument: string): Pick<ValidationError, "attribute"> {
  const [attribute = ""] = argument.split(/[.,]/);
  return attribute === "" ? {} : { attribute };
}
