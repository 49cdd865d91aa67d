import { changesInPlan } from "../../../review/model/resource-changes";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";

/** What Terraform printed during an apply, in the folder of the stack. It stays there only if Terraform was killed. */
export const APPLY_LOG = ".studio-perimeter.apply.log";

/** A resource of AWS for an address that the state does not have. */
export interface ResourceImport {
  readonly address: string;
  /** As the provider imports it. */
  readonly id: string;
}

/** What an apply left behind that was killed: the state does not have it, and AWS does. */
export interface KilledApply {
  /** Created, with the ID that Terraform printed. */
  readonly created: readonly ResourceImport[];
  /** Addresses whose creation had begun. Only AWS knows whether it has them. */
  readonly begun: readonly string[];
}

/** A line of Terraform about the creation or the import of a resource. Logs of pipelines put the time before it. */
const PROGRESS =
  /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z )?(\S.*): (?:Creating\.\.\.|Still creating\.\.\.|Creation complete after |Importing\.\.\.|Import complete)(?:.*\[id=(.*)\])?/;

/**
 * What an apply created of which a later plan knows nothing. Terraform writes a remote state every 20 seconds, and a resource after its
 * creation, so that an apply that is killed loses what it created since.
 *
 * @param log what Terraform printed
 * @param plan output of `terraform show -json PLAN`, of a plan after the apply
 */
export function leftByKilledApply(log: string, plan: JsonObject): KilledApply {
  const ids = new Map<string, string | undefined>();
  for (const line of log.split("\n")) {
    const [, address, id] = PROGRESS.exec(line.trimEnd()) ?? [];
    if (address !== undefined) {
      ids.set(address, id ?? ids.get(address));
    }
  }
  // Of what a plan creates, the state has nothing.
  const missing = changesInPlan(plan).flatMap(({ address, kind }) =>
    kind === "create" && ids.has(address) ? [address] : [],
  );
  return {
    created: missing.flatMap((address) => {
      const id = ids.get(address);
      return id === undefined ? [] : [{ address, id }];
    }),
    begun: missing.filter((address) => ids.get(address) === undefined),
  };
}
