import type { PerimeterPosture, Posture } from "../posture/posture";
import type { SubjectKind } from "../terraform/resource-types/resource-type";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";

/**
 * The input of a claim. Models (network, firewall, DNS, policies) are built from `configuration` on first use and cached
 * per configuration by the module that owns them.
 */
export interface ClaimSubject<Declared extends Posture = PerimeterPosture> {
  readonly configuration: TerraformConfiguration;
  readonly posture: Declared;
}

/** One piece of evidence: a sentence, and the Terraform addresses that support it, in the order of the path or request. */
export interface Evidence {
  readonly text: string;
  readonly addresses: readonly string[];
  /** What no model reads, which a posture can declare harmless. @default - something else decides */
  readonly unmodeled?: Unmodeled;
  /**
   * IDs, or addresses of data sources, of what another root module has and this configuration only names. A posture can declare them
   * elsewhere.
   *
   * @default - the evidence is about this configuration
   */
  readonly elsewhere?: readonly string[];
  /** For a claim that does not apply: what is absent. What no model reads may be it. @default - anything may be it */
  readonly absent?: AbsentSubject;
}

/** What a claim without a subject is about. `declaration`: what a posture alone declares, so that nothing in Terraform is it. */
export type AbsentSubject = "declaration" | SubjectKind;

/** A resource type, or an argument of one by its path. */
export interface Unmodeled {
  readonly type: string;
  readonly argument?: string;
}

/**
 * The outcome of a claim.
 *
 * - `proved`: the claim holds for every packet or request in the model; the evidence says how many were checked.
 * - `violated`: there is at least one counterexample: a path hop by hop, or a request.
 * - `undecided`: the JSON does not contain the answer; the evidence names each expression or resource that is not understood.
 * - `alsoUndecided`: what is not known in addition, which reports leave out. An entry must accept it, too.
 * - `accepted`: violated or undecided, as `of` says, and the owners accept every piece of evidence until a day. Never a proof.
 * - `notApplicable`: the claim has no subject here, such as a firewall claim in a stack without a firewall; the evidence says
 *   what is absent. It counts as neither proved nor violated.
 */
export type Verdict =
  | { readonly kind: "proved"; readonly evidence: readonly Evidence[] }
  | OpenVerdict
  | { readonly kind: "accepted"; readonly of: "violated" | "undecided"; readonly evidence: readonly Evidence[] }
  | { readonly kind: "notApplicable"; readonly evidence: readonly Evidence[] };

/** The outcome of a claim that needs attention. */
export interface OpenVerdict {
  readonly kind: "violated" | "undecided";
  readonly evidence: readonly Evidence[];
  /** @default - nothing else */
  readonly alsoUndecided?: readonly Evidence[];
}

/** Whether the verdict needs nobody's attention: it is proved, or not applicable. */
export function isSettled<Value extends Pick<Verdict, "kind">>(
  verdict: Value,
): verdict is Value & { readonly kind: "proved" | "notApplicable" } {
  return verdict.kind === "proved" || verdict.kind === "notApplicable";
}

/** Whether the verdict needs attention: it is neither settled nor accepted. */
export function isOpen(verdict: Verdict): verdict is OpenVerdict {
  return verdict.kind === "violated" || verdict.kind === "undecided";
}

/** What a claim is about. A model gap leaves the claims of its topics undecided. */
export type ClaimTopic = "network" | "names" | "firewall" | "data" | "identities" | "operations";

/**
 * A statement about a stack that a program decides. One claim per file, which is named after the claim.
 *
 * The type parameter is the posture that the claim needs: `Claim` is about environments, `Claim<BootstrapPosture>` about bootstrap
 * stacks, `Claim<Posture>` about both. `decideClaims` calls a claim only with a posture of its `postures`.
 */
export interface Claim<Declared extends Posture = PerimeterPosture> {
  /** Kebab case, present tense: what holds. Public API. */
  readonly name: string;
  /** For tables and headings: at most 8 words, no full stop. */
  readonly title: string;
  /** The claim as one sentence of at most 25 words, which a security engineer can dispute. */
  readonly meaning: string;
  /** The exact scope of the check: what is covered, permitted or left out. Each at most 25 words. */
  readonly details: readonly string[];
  /** What to change when the claim is violated: one or two sentences. */
  readonly remedy: string;
  readonly topic: ClaimTopic;
  /** Postures whose stacks must satisfy the claim. */
  readonly postures: readonly Declared["kind"][];
  /**
   * Public controls that the claim supports: AWS Security Hub (`EC2.2`), NIST (`NIST.800-53.r5 SC-7(5)`) and CIS
   * (`CIS AWS Foundations v5.0.0/5.5`), as Security Hub writes them.
   *
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
   */
  readonly controls: readonly string[];
  decide(subject: ClaimSubject<Declared>): Verdict;
}

/** The same verdict, which also carries what is not known. */
export function withAlsoUndecided(verdict: OpenVerdict, unknown: readonly Evidence[]): OpenVerdict {
  const alsoUndecided = [...(verdict.alsoUndecided ?? []), ...unknown];
  return alsoUndecided.length === 0 ? verdict : { ...verdict, alsoUndecided };
}

/**
 * Turns findings into a verdict. A counterexample outranks a doubt, a doubt outranks a proof, and a proof outranks an absent
 * subject. Without any finding the claim is undecided, so that a claim never holds because nothing was checked.
 */
export function verdictOf(findings: {
  readonly proofs: readonly Evidence[];
  readonly counterexamples: readonly Evidence[];
  readonly doubts: readonly Evidence[];
  readonly absences?: readonly Evidence[];
}): Verdict {
  if (findings.counterexamples.length > 0) {
    return withAlsoUndecided({ kind: "violated", evidence: findings.counterexamples }, findings.doubts);
  }
  if (findings.doubts.length > 0) {
    return { kind: "undecided", evidence: findings.doubts };
  }
  if (findings.proofs.length > 0) {
    return { kind: "proved", evidence: findings.proofs };
  }
  if (findings.absences !== undefined && findings.absences.length > 0) {
    return { kind: "notApplicable", evidence: findings.absences };
  }
  return {
    kind: "undecided",
    evidence: [
      {
        text: "this configuration has no resource that the claim checks; add one, verify the root module that has it, or choose with --claims",
        addresses: [],
      },
    ],
  };
}
