import type { AllowedDomain } from "../posture/posture";
import type { NetworkFirewallPolicy } from "./network-firewall-policy";
import type { ContentCondition, SuricataRule } from "./suricata/suricata-rule";

/** A name that a pass rule lets out, as wide as the rule reads it. */
export interface EffectiveAllowedDomain {
  readonly name: string;
  readonly match: AllowedDomain["match"];
  readonly rule: SuricataRule;
}

/** What the pass rules of a policy say about names, whatever was declared. */
export function effectiveAllowedDomains(policy: NetworkFirewallPolicy): readonly EffectiveAllowedDomain[] {
  return policy.stateful.rules
    .filter((rule) => rule.action === "pass")
    .flatMap((rule) =>
      rule.conditions
        .filter(
          (condition): condition is ContentCondition => condition.kind === "content" && isHostNameContent(condition),
        )
        .map((condition) => ({ ...domainOfContent(condition), rule })),
    );
}

function isHostNameContent({ buffer, negated }: ContentCondition): boolean {
  return !negated && (buffer === "tls.sni" || buffer === "http.host");
}

/** Only a content that is held at both ends and has no dot put before it means one name. */
function domainOfContent({
  text,
  startswith,
  endswith,
  dotprefix,
}: ContentCondition): Omit<EffectiveAllowedDomain, "rule"> {
  const isExact = startswith && endswith && !dotprefix;
  return { name: text.toLowerCase().replace(/^\./, ""), match: isExact ? "exact" : "subdomains" };
}

/**
 * Pass rules of which no finite set of names shows what they let out: patterns, or several conditions on one name. A rule
 * that asks for one whole name lets out no other, whatever else it asks.
 */
export function findUnboundedPassRules(policy: NetworkFirewallPolicy): readonly SuricataRule[] {
  return policy.stateful.rules.filter((rule) => rule.action === "pass" && isUnbounded(rule));
}

function isUnbounded({ conditions }: SuricataRule): boolean {
  const onNames = conditions.filter(
    (condition) => condition.kind === "content" || condition.kind === "pcre" || condition.kind === "bsize",
  );
  const contents = onNames.filter((condition): condition is ContentCondition => condition.kind === "content");
  const [first] = contents;
  if (
    onNames.length === 0 ||
    contents.some((content) => isHostNameContent(content) && domainOfContent(content).match === "exact")
  ) {
    return false;
  }
  const isPlain = first !== undefined && !first.negated && first.offset === undefined && first.depth === undefined;
  return onNames.length > 1 || !isPlain;
}
