/** The planned actions for one resource. */
export interface PlannedResourceChange {
  readonly address: string;
  readonly actions: readonly string[];
}

const PLAN_FORMAT_MAJOR = "1";
const IN_PLACE_ACTIONS: readonly string[] = ["no-op", "read", "update"];

/**
 * Reads the resource changes from the output of `terraform show -json PLAN`.
 *
 * @throws when the plan format is not supported
 */
export function parsePlanChanges(text: string): readonly PlannedResourceChange[] {
  const plan: unknown = JSON.parse(text);
  const format = String(member(plan, "format_version"));
  if (format.split(".", 1)[0] !== PLAN_FORMAT_MAJOR) {
    throw new Error(`plan: unsupported plan format, got ${format}; the rehearsal reads ${PLAN_FORMAT_MAJOR}.x`);
  }
  const changes = member(plan, "resource_changes");
  return (Array.isArray(changes) ? changes : []).map((change: unknown) => {
    const actions = member(member(change, "change"), "actions");
    return { address: String(member(change, "address")), actions: Array.isArray(actions) ? actions.map(String) : [] };
  });
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** Number of resources that a plan creates or replaces. */
export function createdCount(changes: readonly PlannedResourceChange[]): number {
  return changes.filter(({ actions }) => actions.includes("create")).length;
}

/** Changes that create, replace or destroy a resource. */
export function changesNotInPlace(changes: readonly PlannedResourceChange[]): readonly PlannedResourceChange[] {
  return changes.filter(({ actions }) => actions.some((action) => !IN_PLACE_ACTIONS.includes(action)));
}

/** Addresses of resources that a plan updates in place. */
export function updatedAddresses(changes: readonly PlannedResourceChange[]): readonly string[] {
  return changes.filter(({ actions }) => actions.includes("update")).map(({ address }) => address);
}
