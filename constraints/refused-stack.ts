import { awsConfiguration } from "./configuration/aws-configuration";
import { refusalLine } from "./refusal";
import { refusals } from "./refusals";
import { schemaCoverage } from "./schemas/coverage";

/** What AWS would refuse in one stack, and how much of the stack was checked. */
export interface CheckedStack {
  /** One line for each refused value. */
  readonly refused: readonly string[];
  /** A sentence on the arguments that AWS's schemas describe. */
  readonly coverage: string;
}

/**
 * Checks a stack.
 *
 * @param json parsed `cdk.tf.json`
 */
export function checkStack(json: unknown): CheckedStack {
  const configuration = awsConfiguration(json);
  const { mapped, unmapped, unknown } = schemaCoverage(configuration.resources);
  const others = Object.keys(unmapped).length + unknown.length;
  return {
    refused: refusals(configuration).map(refusalLine),
    coverage: `${mapped.length} arguments checked against AWS's schemas, ${others} without a schema (${unknown.length} of them unknown)`,
  };
}
