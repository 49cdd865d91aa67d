import type { Posture } from "../posture/posture";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";

/**
 * What a claim is decided over. Models (network, firewall, DNS, policies) are built from `configuration` on first use and
 * cached per configuration by the module that owns them.
 */
export interface ClaimSubject {
  readonly configuration: TerraformConfiguration;
  readonly posture: Posture;
}

/** One piece of evidence: a sentence, and the Terraform addresses it rests on, in the order of the path or request. */
export interface Evidence {
  readonly text: string;
  readonly addresses: readonly string[];
}

/**
 * The outcome of a claim.
 *
 * - `proved`: holds for every packet or request in the model; the evidence says over how many, and by what.
 * - `violated`: at least one counterexample, hop by hop or request by request.
 * - `undecided`: the JSON does not say; the evidence names each expression or resource that was not understood.
 */
export type Verdict =
  | { readonly kind: "proved"; readonly evidence: readonly Evidence[] }
  | { readonly kind: "violated"; readonly evidence: readonly Evidence[] }
  | { readonly kind: "undecided"; readonly evidence: readonly Evidence[] };

/** A statement about a perimeter that a program decides. One claim a file, named after what holds. */
export interface Claim {
  /** Kebab case, present tense: what holds. */
  readonly name: string;
  /** The claim as one sentence that a security engineer can dispute. */
  readonly meaning: string;
  /** Postures whose stacks must hold it. */
  readonly postures: readonly Posture["kind"][];
  /** Where it comes from: ids of source capabilities and weaknesses, AWS control ids. */
  readonly sources: readonly string[];
  decide(subject: ClaimSubject): Verdict;
}

/**
 * Joins findings into a verdict. A counterexample outranks a doubt, a doubt outranks a proof, and nothing examined is a
 * doubt too: a claim never holds by silence.
 */
export function verdictOf(findings: {
  readonly proofs: readonly Evidence[];
  readonly counterexamples: readonly Evidence[];
  readonly doubts: readonly Evidence[];
}): Verdict {
  if (findings.counterexamples.length > 0) {
    return { kind: "violated", evidence: findings.counterexamples };
  }
  if (findings.doubts.length > 0) {
    return { kind: "undecided", evidence: findings.doubts };
  }
  if (findings.proofs.length > 0) {
    return { kind: "proved", evidence: findings.proofs };
  }
  return {
    kind: "undecided",
    evidence: [{ text: "nothing in this configuration speaks about the claim", addresses: [] }],
  };
}
