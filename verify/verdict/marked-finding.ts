import type { Evidence } from "./claim";

/**
 * The mark at the end of a finding about requests: eight digits of all that the finding stands for, so that an accepted finding covers
 * nothing that is added later.
 */
export const markPattern = / \[[0-9a-f]{8}\]$/;

/** A finding about one of several requests, with the number of the others and the mark of all. */
export function withOthers({ text, addresses }: Evidence, others: number, mark: string): Evidence {
  const more = `; the same for ${others} more ${others === 1 ? "combination" : "combinations"} of caller and path`;
  return { text: `${text}${others === 0 ? "" : more} [${mark}]`, addresses };
}

/** The finding with what to do about it, before its mark. */
export function withAdvice({ text, ...evidence }: Evidence, advice: string): Evidence {
  const [mark = ""] = markPattern.exec(text) ?? [];
  return { ...evidence, text: `${text.slice(0, text.length - mark.length)}; ${advice}${mark}` };
}

/**
 * Who calls what, and what decides, of a finding about requests; without the resource, the path, the conditions and the number of other
 * requests. `undefined` for any other finding.
 */
export function callAndDecision(text: string): string | undefined {
  const { call, decision } = markPattern.test(text) ? (requestPattern.exec(text)?.groups ?? {}) : {};
  return call === undefined ? undefined : `${call}: ${decision}`;
}

const requestPattern = /^(?<call>.*? calls .*?) on .*: (?<decision>[^;[]*)/s;
