import type { JsonObject } from "../../terraform/terraform-configuration";
import { parseSuricataRules } from "./grammar/parse-rules";
import type { ParsedRule } from "./suricata-rule";

/** A domain list rule group: a `rules_source_list` block. */
export interface DomainList {
  readonly targets: readonly string[];
  readonly targetTypes: readonly string[];
  readonly generatedRulesType: string;
}

/** A name, or a name with a dot in front for its subdomains. AWS refuses other targets. */
const domainTarget = /^\.?(?:[a-z0-9_-]+\.)*[a-z0-9_-]+$/i;

/** Reads a `rules_source_list` block; `undefined` when a value cannot be resolved. */
export function readDomainList(block: JsonObject): DomainList | undefined {
  const targets = stringList(block.targets);
  const targetTypes = stringList(block.target_types);
  const generatedRulesType = block.generated_rules_type;
  if (targets === undefined || targetTypes === undefined || typeof generatedRulesType !== "string") {
    return undefined;
  }
  return targets.every((target) => domainTarget.test(target))
    ? { targets: targets.map((target) => target.toLowerCase()), targetTypes, generatedRulesType }
    : undefined;
}

const actionByListType: Readonly<Record<string, string>> = {
  ALLOWLIST: "pass",
  DENYLIST: "drop",
  REJECTLIST: "reject",
  ALERTLIST: "alert",
};

/**
 * The Suricata rules that AWS generates from a domain list. They match the host name that the client sends, on any port.
 * Only under action order does an allow list also generate drop rules.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-examples.html
 */
export function expandDomainList(
  list: DomainList,
  order: "STRICT_ORDER" | "DEFAULT_ACTION_ORDER",
): readonly ParsedRule[] {
  const action = actionByListType[list.generatedRulesType] ?? "alert";
  const lines = list.targetTypes.flatMap((type) => list.targets.map((target) => ruleForTarget(type, target, action)));
  const drops =
    list.generatedRulesType === "ALLOWLIST" && order === "DEFAULT_ACTION_ORDER"
      ? list.targetTypes.map((type) => ruleForUnlistedTargets(type))
      : [];
  return [...lines, ...drops].flatMap((line) => parseSuricataRules(line).rules.map(withoutSignatureId));
}

/** The signature ids that AWS generates are not known. */
function withoutSignatureId(rule: ParsedRule): ParsedRule {
  return { ...rule, options: rule.options.filter(({ keyword }) => keyword !== "sid") };
}

/** Whether the model supports the list's rule type and target types. */
export function isSupportedDomainList(list: DomainList): boolean {
  return (
    Object.hasOwn(actionByListType, list.generatedRulesType) &&
    list.targetTypes.every((type) => Object.hasOwn(templateByTargetType, type))
  );
}

interface TargetTypeTemplate {
  readonly protocol: string;
  readonly buffer: string;
  readonly state: string;
  readonly unlisted: string;
}

const templateByTargetType: Readonly<Record<string, TargetTypeTemplate>> = {
  TLS_SNI: { protocol: "tls", buffer: "tls.sni;", state: "ssl_state:client_hello;", unlisted: "" },
  HTTP_HOST: {
    protocol: "http",
    buffer: "http.host;",
    state: "",
    unlisted: 'http.header_names; content:"|0d 0a|"; startswith;',
  },
};

function ruleForTarget(type: string, target: string, action: string): string {
  const template = templateByTargetType[type];
  const name = target.startsWith(".")
    ? `dotprefix; content:"${target}"; nocase; endswith;`
    : `content:"${target}"; startswith; nocase; endswith;`;
  return template === undefined
    ? ""
    : `${action} ${template.protocol} $HOME_NET any -> $EXTERNAL_NET any (${template.state} ${template.buffer} ${name} flow:to_server, established; msg:"generated for ${target}"; sid:1;)`;
}

function ruleForUnlistedTargets(type: string): string {
  const template = templateByTargetType[type];
  return template === undefined
    ? ""
    : `drop ${template.protocol} $HOME_NET any -> $EXTERNAL_NET any (${template.state} ${template.unlisted} flow:to_server, established; msg:"generated for other names"; sid:1;)`;
}

function stringList(value: JsonObject[string] | undefined): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [];
  const texts = list.filter((member): member is string => typeof member === "string");
  return texts.length === list.length && list.length > 0 ? texts : undefined;
}
