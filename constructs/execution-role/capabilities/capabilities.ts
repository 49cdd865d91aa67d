import type { Statement } from "../../iam/policy-document";
import type { CapabilityProps } from "./capability";
import { pipelineStatements } from "./pipelines";

/** A capability: the permissions of one managed policy of the execution role. */
interface CapabilityEntry {
  readonly statements: (props: CapabilityProps) => readonly Statement[];
}

/** What users may do in addition to data, jobs, models and endpoints. */
export const CAPABILITIES = {
  pipelines: { statements: pipelineStatements },
} satisfies Readonly<Record<string, CapabilityEntry>>;

/** Name of a capability. */
export type CapabilityName = keyof typeof CAPABILITIES;

/** All capabilities, in the order of the table. */
export const CAPABILITY_NAMES = Object.keys(CAPABILITIES) as readonly CapabilityName[];

/** Statements of the enabled capabilities, in the order of the table. */
export function capabilityStatements(enabled: readonly CapabilityName[], props: CapabilityProps): readonly Statement[] {
  return CAPABILITY_NAMES.filter((name) => enabled.includes(name)).flatMap((name) =>
    CAPABILITIES[name].statements(props),
  );
}
