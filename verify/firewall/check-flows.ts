import type { Fate } from "./evaluate-flow";
import { fateOf, type Policy } from "./firewall-policy-model";
import type { DividedHeading } from "./header-space";
import type { Flow, Traffic, Transport } from "./suricata/flow";

/** What should become of a flow; `either` where nothing is promised. */
export type Expected = "passes" | "blocked" | "either";

/** One flow that stands for `alike` flows decided in the same way. */
export interface Finding {
  readonly traffic: Traffic;
  readonly fate: Fate;
  readonly alike: number;
}

/** The outcome of running many flows through a policy. */
export interface Survey {
  readonly examined: number;
  readonly passing: number;
  /** Blocked was promised, and it passes. */
  readonly leaks: readonly Finding[];
  /** A way through was promised, and it is blocked. */
  readonly dead: readonly Finding[];
  readonly unclear: readonly Finding[];
}

/** Runs every flow over every heading of its transport and keeps what does not come out as promised. */
export function survey(
  policy: Policy,
  flows: readonly Flow[],
  headingsOf: (transport: Transport) => readonly DividedHeading[],
  promised: (traffic: Traffic) => Expected,
): Survey {
  const found = {
    leaks: new Map<string, Finding>(),
    dead: new Map<string, Finding>(),
    unclear: new Map<string, Finding>(),
  };
  let examined = 0;
  let passing = 0;
  for (const flow of flows) {
    for (const { rulesFor, ...heading } of headingsOf(flow.transport)) {
      const traffic = { flow, ...heading };
      const fate = fateOf(policy, traffic, rulesFor(flow.name));
      examined += 1;
      passing += fate.kind === "passes" ? 1 : 0;
      const kind = disappointment(promised(traffic), fate);
      if (kind !== undefined) {
        remember(found[kind], traffic, fate);
      }
    }
  }
  const { leaks, dead, unclear } = found;
  return { examined, passing, leaks: [...leaks.values()], dead: [...dead.values()], unclear: [...unclear.values()] };
}

function disappointment(promised: Expected, fate: Fate): "leaks" | "dead" | "unclear" | undefined {
  if (promised === "either" || fate.kind === promised) {
    return undefined;
  }
  return fate.kind === "unclear" ? "unclear" : promised === "blocked" ? "leaks" : "dead";
}

function remember(findings: Map<string, Finding>, traffic: Traffic, fate: Fate): void {
  const key = `${traffic.flow.kind}\n${fate.by}`;
  const known = findings.get(key);
  findings.set(key, known === undefined ? { traffic, fate, alike: 1 } : { ...known, alike: known.alike + 1 });
}

/** Headings per transport, divided once. */
export function headingsByTransport(
  divide: (transport: Transport) => readonly DividedHeading[],
): (transport: Transport) => readonly DividedHeading[] {
  const known = new Map<Transport, readonly DividedHeading[]>();
  return (transport) => {
    const headings = known.get(transport) ?? divide(transport);
    known.set(transport, headings);
    return headings;
  };
}
