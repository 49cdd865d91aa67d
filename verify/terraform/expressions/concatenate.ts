import {
  hasTooManyCombinations,
  joinTexts,
  mapOptions,
  scalarText,
  scalarValue,
  type TerraformValue,
  unknownValue,
} from "./terraform-value";

/** The text of a template whose parts have these values, for each combination of their options. */
export function concatenate(parts: readonly TerraformValue[]): TerraformValue {
  if (hasTooManyCombinations(parts)) {
    return unknownValue;
  }
  return parts.reduce<TerraformValue>(
    (text, part) =>
      mapOptions(text, (left) =>
        mapOptions(part, (right) =>
          left.kind === "scalar" && right.kind === "scalar" ? joined(left.value, right.value) : unknownValue,
        ),
      ),
    scalarValue(""),
  );
}

function joined(left: Scalar, right: Scalar): TerraformValue {
  const text = right === null ? undefined : scalarText(right);
  return text === undefined ? unknownValue : joinTexts([String(left), text]);
}

type Scalar = (TerraformValue & { kind: "scalar" })["value"];
