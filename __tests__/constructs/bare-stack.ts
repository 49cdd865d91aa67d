import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Testing } from "cdktf";
import { IndependentStack } from "../../stacks/independent-stack";

/** Terraform JSON as the tests read it: resource type -> name -> arguments. */
export interface TerraformJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Synthesizes what `build` adds to an otherwise empty stack with an AWS provider, with cdktf's validations on. */
export function synthesizeIn(build: (stack: IndependentStack) => void): TerraformJson {
  const stack = new IndependentStack(Testing.app(), "test");
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  build(stack);
  const json = JSON.parse(Testing.synth(stack, true)) as Partial<TerraformJson>;
  return { resource: json.resource ?? {}, data: json.data ?? {}, output: json.output ?? {} };
}
