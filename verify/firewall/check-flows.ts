import { groupBy } from "../collections/group-by";
import type { FlowDisposition } from "./evaluate-stateful-rules";
import type { HeaderClass } from "./header-space";
import { dispositionOf, type NetworkFirewallPolicy } from "./network-firewall-policy";
import type { AddressedFlow, Flow, Transport } from "./suricata/flow";

/** The disposition that a claim expects of a flow; `either` when it expects none. */
export type ExpectedDisposition = "passes" | "blocked" | "either";

/** One flow as an example of `equivalentFlows` flows of the same kind that the same rule decides. */
export interface FlowFinding {
  readonly traffic: AddressedFlow;
  readonly disposition: FlowDisposition;
  readonly equivalentFlows: number;
}

/** The result of checking flows against a policy. */
export interface FlowCheckResult {
  readonly flowsChecked: number;
  readonly flowsPassing: number;
  /** Flows that pass and were expected to be blocked. */
  readonly unexpectedlyPassing: readonly FlowFinding[];
  /** Flows that are blocked and were expected to pass. */
  readonly unexpectedlyBlocked: readonly FlowFinding[];
  readonly undecided: readonly FlowFinding[];
}

/**
 * Evaluates every flow with every header class of its transport, and keeps the dispositions that were not expected. A flow that
 * is expected to pass must pass to one address and from one source port at least: rules may deny single addresses.
 */
export function checkFlows(
  policy: NetworkFirewallPolicy,
  flows: readonly Flow[],
  headerClassesOf: (transport: Transport) => readonly HeaderClass[],
  expectedDispositionOf: (traffic: AddressedFlow) => ExpectedDisposition,
): FlowCheckResult {
  const found: MutableFindings = {
    unexpectedlyPassing: new Map(),
    unexpectedlyBlocked: new Map(),
    undecided: new Map(),
  };
  let flowsChecked = 0;
  let flowsPassing = 0;
  for (const flow of flows) {
    const checked = headerClassesOf(flow.transport).map((header) => checkFlow(policy, flow, header));
    flowsChecked += checked.length;
    flowsPassing += checked.filter(passes).length;
    const expectedToPass: CheckedFlow[] = [];
    for (const one of checked) {
      const expected = expectedDispositionOf(one.traffic);
      if (expected === "passes") {
        expectedToPass.push(one);
      } else {
        recordMismatch(found, expected, one);
      }
    }
    for (const one of withoutPassingAlternative(expectedToPass)) {
      recordMismatch(found, "passes", one);
    }
  }
  const { unexpectedlyPassing, unexpectedlyBlocked, undecided } = found;
  return {
    flowsChecked,
    flowsPassing,
    unexpectedlyPassing: [...unexpectedlyPassing.values()],
    unexpectedlyBlocked: [...unexpectedlyBlocked.values()],
    undecided: [...undecided.values()],
  };
}

interface CheckedFlow {
  readonly traffic: AddressedFlow;
  readonly disposition: FlowDisposition;
}

function checkFlow(
  policy: NetworkFirewallPolicy,
  flow: Flow,
  { rulesForName, rulesForAnswers, ...header }: HeaderClass,
): CheckedFlow {
  const traffic = { flow, ...header };
  const rules = { toServer: rulesForName(flow.hostName), toClient: rulesForAnswers };
  return { traffic, disposition: dispositionOf(policy, traffic, rules) };
}

function passes({ disposition }: CheckedFlow): boolean {
  return disposition.kind === "passes";
}

/** Those for which no flow of the same source and port passes, to any address. The flows of one source and port stay together. */
function withoutPassingAlternative(flows: readonly CheckedFlow[]): readonly CheckedFlow[] {
  const alternatives = groupBy(flows, ({ traffic }) => `${traffic.source} ${traffic.destinationPort}`);
  return [...alternatives.values()].flatMap((group) => (group.some(passes) ? [] : group));
}

type MutableFindings = Record<"unexpectedlyPassing" | "unexpectedlyBlocked" | "undecided", Map<string, FlowFinding>>;

function recordMismatch(
  found: MutableFindings,
  expected: ExpectedDisposition,
  { traffic, disposition }: CheckedFlow,
): void {
  const kind = mismatch(expected, disposition);
  if (kind !== undefined) {
    recordFinding(found[kind], traffic, disposition);
  }
}

function mismatch(
  expected: ExpectedDisposition,
  disposition: FlowDisposition,
): "unexpectedlyPassing" | "unexpectedlyBlocked" | "undecided" | undefined {
  if (expected === "either" || disposition.kind === expected) {
    return undefined;
  }
  return disposition.kind === "undecided"
    ? "undecided"
    : expected === "blocked"
      ? "unexpectedlyPassing"
      : "unexpectedlyBlocked";
}

function recordFinding(findings: Map<string, FlowFinding>, traffic: AddressedFlow, disposition: FlowDisposition): void {
  const key = `${traffic.flow.kind}\n${disposition.decidedBy}`;
  const known = findings.get(key);
  findings.set(
    key,
    known === undefined
      ? { traffic, disposition, equivalentFlows: 1 }
      : { ...known, equivalentFlows: known.equivalentFlows + 1 },
  );
}

/** Caches the header classes of each transport. */
export function headerClassesByTransport(
  headerClassesOf: (transport: Transport) => readonly HeaderClass[],
): (transport: Transport) => readonly HeaderClass[] {
  const known = new Map<Transport, readonly HeaderClass[]>();
  return (transport) => {
    const headerClasses = known.get(transport) ?? headerClassesOf(transport);
    known.set(transport, headerClasses);
    return headerClasses;
  };
}
