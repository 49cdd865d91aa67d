import type { AllowedDomain } from "../posture/posture";
import type { Policy } from "./firewall-policy-model";
import type { ContentCondition, Rule } from "./suricata/rule";

/** A name that a pass rule lets out, as wide as the rule reads it. */
export interface EffectiveName {
  readonly name: string;
  readonly match: AllowedDomain["match"];
  readonly rule: Rule;
}

/** What the pass rules of a policy say about names, whatever was declared. */
export function effectiveNames(policy: Policy): readonly EffectiveName[] {
  return policy.stateful.rules
    .filter((rule) => rule.action === "pass")
    .flatMap((rule) =>
      rule.conditions
        .filter((condition): condition is ContentCondition => condition.kind === "content" && isName(condition))
        .map((condition) => ({ ...readName(condition), rule })),
    );
}

function isName({ buffer, negated }: ContentCondition): boolean {
  return !negated && (buffer === "tls.sni" || buffer === "http.host");
}

/** Only a content that is held at both ends and has no dot put before it means one name. */
function readName({ text, startswith, endswith, dotprefix }: ContentCondition): Omit<EffectiveName, "rule"> {
  const isExact = startswith && endswith && !dotprefix;
  return { name: text.toLowerCase().replace(/^\./, ""), match: isExact ? "exact" : "subdomains" };
}

/**
 * Pass rules of which no finite set of names shows what they let out: patterns, or several conditions on one name. A rule
 * that asks for one whole name lets out no other, whatever else it asks.
 */
export function openEndedPasses(policy: Policy): readonly Rule[] {
  return policy.stateful.rules.filter((rule) => rule.action === "pass" && isOpenEnded(rule));
}

function isOpenEnded({ conditions }: Rule): boolean {
  const onNames = conditions.filter(
    (condition) => condition.kind === "content" || condition.kind === "pattern" || condition.kind === "size",
  );
  const contents = onNames.filter((condition): condition is ContentCondition => condition.kind === "content");
  const [first] = contents;
  if (onNames.length === 0 || contents.some((content) => isName(content) && readName(content).match === "exact")) {
    return false;
  }
  const isPlain = first !== undefined && !first.negated && first.offset === undefined && first.depth === undefined;
  return onNames.length > 1 || !isPlain;
}
