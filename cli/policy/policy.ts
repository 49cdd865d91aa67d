import type { AcceptedFinding } from "../../verify/posture/accepted-finding";
import type { DeclaredPosture } from "../../verify/posture/declare-posture";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import type { DeclaredAccount } from "../shared/inputs/own-plans";

/** What the owners of one or more stacks declare in a policy file. */
export interface Policy extends DeclaredAccount {
  /** @default - there is no file */
  readonly path?: string;
  /** The fields of a posture, in place of the output `perimeter_posture`. @default - the file declares none */
  readonly declared?: JsonObject;
  /** Accepted findings of every stack. */
  readonly accepted: readonly AcceptedFinding[];
}

/** Without a policy file nothing is accepted, and each stack declares its own posture. */
export const noPolicy: Policy = { accepted: [] };

/** What a review reads of a policy. */
export function reviewOptionsOf({ path = "policy", declared, accepted }: Policy): {
  readonly accepted: readonly AcceptedFinding[];
  readonly declared?: DeclaredPosture;
} {
  return { accepted, ...(declared !== undefined && { declared: { path, declared } }) };
}
