import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentName } from "../../fixtures/mutant";
import { coveredArguments } from "./registry-coverage";

/** How a stack with an argument is changed, so that what a claim says changes. */
export type WitnessEdit =
  | { readonly edit: "unset" | "change" | "make unknown" }
  | { readonly edit: "set"; readonly value: unknown }
  /** Without all that was added: any value of the argument is a finding, or no single change takes the finding away. */
  | { readonly edit: "leave out" };

/** An argument, and an edit of it that a claim notices. */
export type Shown = WitnessEdit & {
  readonly argument: string;
  readonly claim: string;
  /** Index of the block that is edited, among those that hold the argument. @default 0 */
  readonly place?: number;
  /** What changes. @default "verdict" */
  readonly notices?: "findings";
  /** Whether the claim notices it only in the stack with all that was synthesized. @default false */
  readonly isWhole?: true;
};

/** Resources that are put into a stack so that arguments matter. Written by hand. */
export interface WitnessInput {
  readonly environment: EnvironmentName;
  /** Addresses of resources that are left out. @default - none */
  readonly without?: readonly string[];
  /** Fields of the posture that differ. @default - none */
  readonly posture?: Readonly<Record<string, unknown>>;
  /** Arguments by address, of new resources and of those that the stack has. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Claims that may notice an edit. */
  readonly claims: readonly string[];
  /** Values that arguments are set to, where leaving them out, or another text, changes nothing. @default - none */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A small stack, and what `npm run witnesses` found there. */
export interface StackWitness extends WitnessInput {
  readonly shows: readonly Shown[];
}

/** A mutant that sets arguments, named by hand, and what `npm run witnesses` found there: edits that a claim notices that the mutant turns. */
export interface MutantWitness {
  readonly mutant: string;
  /** Written by hand, as for a stack. @default - none */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly shows: readonly Shown[];
}

/** Types of resources that the verdict of a claim over a shipped stack depends on, by environment and claim. Found. */
export type WitnessTypes = Readonly<Partial<Record<EnvironmentName, Readonly<Record<string, readonly string[]>>>>>;

/** Where the arguments that models read, and that no shipped stack sets, are shown to matter. */
export interface Witnesses {
  readonly types: WitnessTypes;
  readonly stacks: readonly StackWitness[];
  readonly mutants: readonly MutantWitness[];
}

/** The file of the witnesses. `npm run witnesses` writes what is found, and keeps what is written by hand. */
export const witnessesFile = join(__dirname, "read-argument-witnesses.data.json");

export const witnesses: Witnesses = JSON.parse(readFileSync(witnessesFile, "utf8"));

/** Arguments that models read and that no witness shows, each with the reason. */
export const withoutWitness: Readonly<Record<string, string>> = {
  "aws_config_config_rule.scope.tag_value": "any scope by a tag leaves resources out, whatever its value is",
  "aws_dynamodb_table.name": "the name is a part of the ARN, which policies name by reference",
  "aws_ec2_transit_gateway_route_table_association.replace_existing_association":
    "it matters only with another association of the attachment, which is not in the configuration",
  "aws_ecr_repository.name": "the name is a part of the ARN, which policies name by reference",
  "aws_iam_instance_profile.path": "the path is a part of the ARN, which policies name by reference",
  "aws_iam_policy.path": "the path is a part of the ARN, which policies name by reference",
  "aws_iam_role.inline_policy.name": "the models read every inline policy, whatever its name is",
  "aws_instance.availability_zone": "AWS refuses another zone than that of the subnet",
  ...Object.fromEntries(
    ["domain.tags", "domain.tags_all", "space.tags", "space.tags_all"].map((argument) => [
      `aws_sagemaker_${argument}`,
      "review compares the tags, which policies may name; no claim depends on those of this type",
    ]),
  ),
  "aws_secretsmanager_secret.name": "the name is a part of the ARN, which policies name by reference",
  "aws_security_group.name_prefix": "rules name security groups by reference",
};

/** Arguments of every type: `id` is in plans and states alone, and a Region is compared with that of the provider. */
const commonArguments = /\.(?:id|region)$/;

/** Every argument that a model reads, as `type.path`. */
export function readArguments(): readonly string[] {
  return coveredArguments()
    .filter(({ isComputed, use, path }) => !isComputed && use?.kind === "read" && !commonArguments.test(`.${path}`))
    .map(({ type, path }) => `${type}.${path}`);
}
