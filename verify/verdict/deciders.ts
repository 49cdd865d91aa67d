import type { Evidence } from "./claim";

/** Advice is the last part of a sentence of evidence, as of a message: what is the case; what to do about it. */
const advice = /; (?!this is not modeled$)[a-z]+ [^;]+$/;

/**
 * Whether a piece of evidence for an undecided claim names what would decide the claim: what to do, what no model reads, or what another root
 * module has.
 */
export function namesDecider({ text, unmodeled, elsewhere = [] }: Evidence): boolean {
  return unmodeled !== undefined || elsewhere.length > 0 || saysWhatToDo(text);
}

/** Whether the sentence itself ends with what to do. */
export function saysWhatToDo(text: string): boolean {
  return advice.test(text);
}
