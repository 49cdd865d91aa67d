import type { AllowedDomain } from "../posture/posture";
import type { NetworkFirewallPolicy } from "./network-firewall-policy";
import type { ContentCondition, SuricataRule } from "./suricata/suricata-rule";

/** A domain that a pass rule allows, exactly or with its subdomains. */
export interface EffectiveAllowedDomain {
  readonly name: string;
  readonly match: AllowedDomain["match"];
  readonly rule: SuricataRule;
}

/** The domains that the pass rules of a policy allow, regardless of the posture. */
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

/** Only a content with `startswith` and `endswith`, and without `dotprefix`, matches exactly one name. */
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
 * Pass rules for which no finite set of names covers what they allow: rules with patterns, or with several conditions on a
 * name. A rule that matches exactly one name is bounded, whatever its other conditions.
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
