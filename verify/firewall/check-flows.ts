import type { FlowDisposition } from "./evaluate-stateful-rules";
import type { HeaderClass } from "./header-space";
import { dispositionOf, type NetworkFirewallPolicy } from "./network-firewall-policy";
import type { AddressedFlow, Flow, Transport } from "./suricata/flow";

/** What should become of a flow; `either` where nothing is promised. */
export type ExpectedDisposition = "passes" | "blocked" | "either";

/** One flow that stands for `alike` flows decided in the same way. */
export interface FlowFinding {
  readonly traffic: AddressedFlow;
  readonly disposition: FlowDisposition;
  readonly equivalentFlows: number;
}

/** The outcome of running many flows through a policy. */
export interface FlowCheckResult {
  readonly flowsChecked: number;
  readonly flowsPassing: number;
  /** Blocked was promised, and it passes. */
  readonly unexpectedlyPassing: readonly FlowFinding[];
  /** A way through was promised, and it is blocked. */
  readonly unexpectedlyBlocked: readonly FlowFinding[];
  readonly undecided: readonly FlowFinding[];
}

/** Runs every flow over every heading of its transport and keeps what does not come out as promised. */
export function checkFlows(
  policy: NetworkFirewallPolicy,
  flows: readonly Flow[],
  headerClassesOf: (transport: Transport) => readonly HeaderClass[],
  expectedDispositionOf: (traffic: AddressedFlow) => ExpectedDisposition,
): FlowCheckResult {
  const found = {
    unexpectedlyPassing: new Map<string, FlowFinding>(),
    unexpectedlyBlocked: new Map<string, FlowFinding>(),
    undecided: new Map<string, FlowFinding>(),
  };
  let examined = 0;
  let passing = 0;
  for (const flow of flows) {
    for (const { rulesForName: rulesFor, ...heading } of headerClassesOf(flow.transport)) {
      const traffic = { flow, ...heading };
      const disposition = dispositionOf(policy, traffic, rulesFor(flow.hostName));
      examined += 1;
      passing += disposition.kind === "passes" ? 1 : 0;
      const kind = mismatch(expectedDispositionOf(traffic), disposition);
      if (kind !== undefined) {
        recordFinding(found[kind], traffic, disposition);
      }
    }
  }
  const { unexpectedlyPassing, unexpectedlyBlocked, undecided } = found;
  return {
    flowsChecked: examined,
    flowsPassing: passing,
    unexpectedlyPassing: [...unexpectedlyPassing.values()],
    unexpectedlyBlocked: [...unexpectedlyBlocked.values()],
    undecided: [...undecided.values()],
  };
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

/** Headings per transport, divided once. */
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
