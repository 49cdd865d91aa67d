import type { AwsConfiguration } from "../configuration/aws-configuration";
import type { Refusal } from "../refusal";

/** Refusals that need more than one resource. */
export type RelationCheck = (configuration: AwsConfiguration) => readonly Refusal[];
