import type { World } from "../../fake-aws/account-state";
import type { Cloud } from "../../fake-aws/provider-configuration";
import type { Row } from "../../protocol/values";

/** Why the stand-in does not do what Terraform asks: printed by Terraform as an error at the resource. */
export interface Refusal {
  readonly summary: string;
  readonly detail: string;
  /** Top-level argument at fault, for the line in the configuration. */
  readonly attribute?: string;
}

/** What Terraform asks to be done with one resource. */
export type Change =
  | { readonly kind: "create"; readonly type: string; readonly after: Row }
  | { readonly kind: "update"; readonly type: string; readonly before: Row; readonly after: Row }
  | { readonly kind: "delete"; readonly type: string; readonly before: Row };

/** Where it is asked. */
export interface Site {
  readonly world: World;
  readonly cloud: Cloud;
}

/** Looks at one change for one kind of fault. */
export type Check = (change: Change, site: Site) => readonly Refusal[];

const VERBS: Readonly<Record<Change["kind"], string>> = { create: "creating", update: "updating", delete: "deleting" };

/** A refusal in AWS's own words, as the provider passes them on. */
export function awsError(change: Change, code: string, message: string, detail = ""): Refusal {
  return { summary: `${VERBS[change.kind]} ${change.type}: api error ${code}: ${message}`, detail };
}

/** A refusal of something that AWS would do, though nobody wants it. */
export function ownRefusal(change: Change, message: string, detail: string): Refusal {
  return { summary: `${VERBS[change.kind]} ${change.type}: refused by the rehearsal: ${message}`, detail };
}
