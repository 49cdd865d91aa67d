import type { Statement } from "../../iam/policy-document";
import type { CapabilityProps } from "./capability";
import { experimentStatements } from "./experiments";
import { featureStoreStatements } from "./feature-store";
import { mlflowStatements } from "./mlflow";
import { modelMonitorStatements } from "./model-monitor";
import { modelRegistryStatements } from "./model-registry";
import { pipelineStatements } from "./pipelines";

/** Managed policies of the execution role that hold capabilities. A policy has at most 6,144 characters, a role ten policies. */
const CAPABILITY_POLICIES = ["capabilities", "tracking"] as const;

interface CapabilityEntry {
  /** The policy that holds the statements. */
  readonly policy: (typeof CAPABILITY_POLICIES)[number];
  readonly statements: (props: CapabilityProps) => readonly Statement[];
}

/** What users may do in addition to data, jobs, models and endpoints. */
const CAPABILITIES = {
  pipelines: { policy: "capabilities", statements: pipelineStatements },
  modelRegistry: { policy: "capabilities", statements: modelRegistryStatements },
  modelMonitor: { policy: "capabilities", statements: modelMonitorStatements },
  experiments: { policy: "tracking", statements: experimentStatements },
  featureStore: { policy: "tracking", statements: featureStoreStatements },
  mlflow: { policy: "tracking", statements: mlflowStatements },
} satisfies Readonly<Record<string, CapabilityEntry>>;

/** Name of a capability. */
export type CapabilityName = keyof typeof CAPABILITIES;

/** All capabilities, in the order of the table. */
export const CAPABILITY_NAMES = Object.keys(CAPABILITIES) as readonly CapabilityName[];

/** Policy id -> statements of the enabled capabilities; only policies with statements. */
export function capabilityStatementsByPolicy(
  enabled: readonly CapabilityName[],
  props: CapabilityProps,
): Readonly<Record<string, readonly Statement[]>> {
  const names = CAPABILITY_NAMES.filter((name) => enabled.includes(name));
  const policies = CAPABILITY_POLICIES.map((policy) => {
    const entries = names.map((name) => CAPABILITIES[name]).filter((entry) => entry.policy === policy);
    return [policy, entries.flatMap(({ statements }) => statements(props))] as const;
  });
  return Object.fromEntries(policies.filter(([, statements]) => statements.length > 0));
}
