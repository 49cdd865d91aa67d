import type { ClaimResult } from "../../claims/decide-claims";
import type { Posture } from "../../posture/posture";
import type { Claim, Verdict } from "../../verdict/claim";

/** How claims write a control of NIST SP 800-53 r5. */
const NIST = "NIST.800-53.r5 ";

/** The controls of NIST SP 800-53 r5 that a claim supports: `SC-7(5)`. */
export function nistControls({ controls }: Pick<Claim<Posture>, "controls">): readonly string[] {
  return controls.flatMap((control) => (control.startsWith(NIST) ? [control.slice(NIST.length)] : []));
}

/** `SC-7(5)` is an enhancement of `SC-7`. */
export function baseControl(control: string): string {
  return control.replace(/\(.*$/, "");
}

/** What the verdicts of a stack say about a control. */
export interface ControlFinding {
  /** `SC-7(5)`. */
  readonly control: string;
  /** Decided claims that support the control. */
  readonly results: readonly ClaimResult[];
  readonly state: "satisfied" | "not-satisfied";
  readonly reason: "pass" | "fail" | "other";
  /** Why the state is not `satisfied`. @default - it is */
  readonly remarks?: string;
}

/** The reason of each verdict that keeps a control from being satisfied, the worst first. */
const unsatisfied = [
  { kind: "violated", reason: "fail", remarks: "Violated" },
  { kind: "undecided", reason: "other", remarks: "Undecided, which is not satisfied" },
  { kind: "accepted", reason: "other", remarks: "Not proved, and accepted by the owners" },
] as const satisfies readonly {
  readonly kind: Verdict["kind"];
  readonly reason: ControlFinding["reason"];
  readonly remarks: string;
}[];

/**
 * A finding for each control that decided claims support, in the order of their first claims. A control is satisfied only if each of
 * its claims is proved or not applicable, and at least one is proved. A required claim that was not decided keeps it from that.
 *
 * @param required claims that the posture of the stack requires
 */
export function controlFindings(
  results: readonly ClaimResult[],
  required: readonly Pick<Claim<Posture>, "name" | "controls">[],
): readonly ControlFinding[] {
  const controls = [...new Set(results.flatMap(({ claim }) => nistControls(claim)))];
  const decided = new Set(results.map(({ claim }) => claim.name));
  return controls.flatMap((control) => {
    const supporting = results.filter(({ claim }) => nistControls(claim).includes(control));
    const missing = required.filter((claim) => !decided.has(claim.name) && nistControls(claim).includes(control));
    const finding = stateOf(
      supporting,
      missing.map(({ name }) => name),
    );
    return finding === undefined ? [] : [{ control, results: supporting, ...finding }];
  });
}

/** Nothing where every claim is not applicable: the control has no subject. */
function stateOf(
  results: readonly ClaimResult[],
  missing: readonly string[],
): Pick<ControlFinding, "state" | "reason" | "remarks"> | undefined {
  const named = (kind: Verdict["kind"]) =>
    results.flatMap(({ claim, verdict }) => (verdict.kind === kind ? claim.name : []));
  for (const { kind, reason, remarks } of unsatisfied) {
    const names = named(kind);
    if (names.length > 0) {
      return { state: "not-satisfied", reason, remarks: `${remarks}: ${names.join(", ")}.` };
    }
  }
  if (missing.length > 0) {
    return { state: "not-satisfied", reason: "other", remarks: `Not decided in this run: ${missing.join(", ")}.` };
  }
  return named("proved").length > 0 ? { state: "satisfied", reason: "pass" } : undefined;
}
