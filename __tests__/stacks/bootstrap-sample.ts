import { Testing } from "cdktf";
import type { Statement } from "../../constructs/policy-document";
import { BootstrapStack, type BootstrapStackProps } from "../../stacks/bootstrap-stack";
import type { TerraformJson } from "../constructs/bare-stack";
import { ACCOUNT, outcome, policyOf, type RoleRequest } from "../constructs/identity-policy";

export interface BootstrapJson extends TerraformJson {
  readonly terraform: { readonly backend: Readonly<Record<string, unknown>> };
  readonly provider: { readonly aws: readonly Readonly<Record<string, unknown>>[] };
}

/** The bootstrap of a sample pipeline. */
export function synthesizeBootstrap(changes: Partial<BootstrapStackProps> = {}): BootstrapJson {
  const stack = new BootstrapStack(Testing.app(), "bootstrap", {
    environments: [{ name: "dev" }, { name: "staging" }],
    repository: "acme/perimeter",
    region: "eu-west-1",
    ...changes,
  });
  return JSON.parse(Testing.synth(stack, true)) as BootstrapJson;
}

export const sampleJson = synthesizeBootstrap();

/** All statements that a role of the sample carries, `dev_plan` or `dev_apply`. */
export function statementsOf(role: string, json: TerraformJson = sampleJson): readonly Statement[] {
  return policiesOf(role, json).flatMap((policy) => policyOf(json, "aws_iam_policy", policy));
}

export function policiesOf(role: string, json: TerraformJson = sampleJson): readonly string[] {
  return Object.keys(json.resource.aws_iam_policy ?? {}).filter((name) => name.startsWith(`${role}_`));
}

/** What a role of the sample may do. */
export function ask(role: string, action: string, resource: string, context: RoleRequest["context"] = {}) {
  return outcome(statementsOf(role), { action, resource, context });
}

export const STATE = "arn:aws:s3:::dev_state_bucket/studio-perimeter/dev.tfstate";
export const STATE_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/dev_state_key_cmk`;
export const iam = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
export const BOUNDARY = iam("policy/dev_boundary");
