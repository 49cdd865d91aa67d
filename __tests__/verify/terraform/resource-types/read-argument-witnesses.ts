import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentName } from "../../fixtures/mutant";

/** How a stack with an argument is changed, so that a verdict changes. */
export type WitnessEdit =
  | { readonly edit: "unset" | "change" | "make unknown" }
  | { readonly edit: "set"; readonly value: unknown }
  /** Without all that was added: any value of the argument is a finding, or no single change takes the finding away. */
  | { readonly edit: "leave out" };

/** An argument and an edit that shows that it is read. */
export type Shown = WitnessEdit & { readonly argument: string };

/** Resources that are put into a stack so that arguments matter; each `claim` changes its verdict when the argument is edited. */
export interface StackWitness {
  readonly environment: EnvironmentName;
  /** Addresses of resources that are left out. @default - none */
  readonly without?: readonly string[];
  /** Fields of the posture that differ. @default - none */
  readonly posture?: Readonly<Record<string, unknown>>;
  /** Arguments by address, of new resources and of those that the stack has. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly shows: readonly (Shown & { readonly claim: string })[];
}

/** A mutant that sets arguments; when one of them is edited, a claim that the mutant turns has another verdict. */
export interface MutantWitness {
  readonly mutant: string;
  readonly shows: readonly Shown[];
}

/** Where each argument that a model reads, and that no shipped stack sets, is shown to change a verdict. */
export const witnesses: { readonly stacks: readonly StackWitness[]; readonly mutants: readonly MutantWitness[] } =
  JSON.parse(readFileSync(join(__dirname, "read-argument-witnesses.data.json"), "utf8"));

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
