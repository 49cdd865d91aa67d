import { awsConfiguration } from "./configuration/aws-configuration";
import { refusalLine } from "./refusal";
import { refusals } from "./refusals";
import { schemaCoverage } from "./schemas/coverage";

/**
 * One line for each value of a stack that AWS would refuse.
 *
 * @param json parsed `cdk.tf.json`
 */
export function refusedValues(json: unknown): readonly string[] {
  return refusals(awsConfiguration(json)).map(refusalLine);
}

/** A sentence on how many arguments of a stack AWS's schemas describe. */
export function coverageSentence(json: unknown): string {
  const { mapped, unmapped, unknown } = schemaCoverage(awsConfiguration(json).resources);
  const others = Object.keys(unmapped).length + unknown.length;
  return `${mapped.length} arguments checked against AWS's schemas, ${others} without a schema (${unknown.length} of them unknown)`;
}
