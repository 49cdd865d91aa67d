import type { Row } from "../../../rehearsal/plugin/values";
import type { Leftovers } from "../../../rehearsal/world/world";
import type { TerraformJson } from "../fixtures/terraform-json";
import type { Act } from "../stage";

/** Something that came into the account without Terraform. */
export interface Appearance {
  readonly type: string;
  readonly row: Row;
}

/** A fault put into a stack, and what must be said of it. */
export interface Fault {
  /** What is wrong, as a noun. */
  readonly name: string;
  /** The step at which it must show. */
  readonly shows: "validate" | "plan" | "apply" | "update" | "destroy";
  readonly stack: () => TerraformJson;
  /** For `update`: what the stack becomes. */
  readonly changed?: () => TerraformJson;
  /** For `destroy`: what appears before it. */
  readonly appears?: (act: Act) => Promise<readonly Appearance[]>;
  /** @default "sweep" */
  readonly leftovers?: Leftovers;
  /** In the words of Terraform, the provider or AWS. */
  readonly says: RegExp;
}
