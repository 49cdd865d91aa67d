import { witnessNames } from "../domains/allow-list-names";
import { type Flow, flowsOpenedByAnswers, flowsWithoutHostName, httpFlow, tlsFlow } from "./suricata/flow";
import { canMatchAnswers } from "./suricata/signature-type";
import type { SuricataRule } from "./suricata/suricata-rule";

/** What has rules, such as the stateful part of a policy. */
interface Rules {
  readonly rules: readonly SuricataRule[];
}

/** IP addresses sent as host names. An allow-list of domain names cannot contain them. */
const addressLiterals = ["203.0.113.9", "2001:db8::9"];

/** Flows with a host name: TLS with a whole and with a split ClientHello, and HTTP. */
export function flowsWithDomainName({ rules }: Rules, declaredNames: readonly string[]): readonly Flow[] {
  const names = witnessNames([...declaredNames, ...hostNamesInRules({ rules })]);
  const namesAsWritten = hostNamesInRules({ rules }).map((text) => text.replace(/^\./, ""));
  const spellings = new Set([...names.flatMap((name) => [name, name.toUpperCase()]), ...namesAsWritten]);
  return [...spellings].flatMap((name) => [
    tlsFlow(name, "tls"),
    tlsFlow(name, "tls with a split ClientHello"),
    httpFlow(name),
  ]);
}

/** Flows without a host name, or with an IP address as host name. */
export function flowsWithoutDomainName({ rules }: Rules): readonly Flow[] {
  const protocols = rules.flatMap((rule) => [
    rule.protocol,
    ...rule.conditions.flatMap((condition) => (condition.kind === "app-protocol" ? [condition.name] : [])),
  ]);
  const literals = addressLiterals.flatMap((literal) => [tlsFlow(literal, "tls to an ip literal"), httpFlow(literal)]);
  const passesAnswers = rules.some((rule) => rule.action === "pass" && canMatchAnswers(rule));
  const openedByAnswers = passesAnswers ? flowsOpenedByAnswers(protocols) : [];
  return [...flowsWithoutHostName(protocols), ...literals, ...openedByAnswers];
}

/** Host names and name suffixes that rules match, without duplicates. */
export function hostNamesInRules({ rules }: Rules): readonly string[] {
  const texts = rules.flatMap((rule) =>
    rule.conditions.flatMap((condition) =>
      condition.kind === "content" && condition.buffer !== "http.header_names" ? [condition.text] : [],
    ),
  );
  return [...new Set(texts)];
}
