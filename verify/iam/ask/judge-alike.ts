import { memoize } from "../../collections/memoize";
import type { Evidence } from "../../verdict/claim";
import type { Findings } from "../../verdict/findings";
import type { PolicyModel } from "../attachments/policy-model";
import type { PolicyElement, Statement } from "../language/parse-policy";
import { containsUnknown, type PlaceholderTable, unknownPlaceholder } from "../patterns/placeholders";
import type { NamedResource } from "./resources";

/** What else decides about a resource. Equal facts and equal statements make the findings equal. */
export interface AlikeOptions<Item, Facts> {
  /** What the check reads of the resource beyond its policies, as plain data. @default - nothing */
  readonly factsOf?: (item: Item) => Facts;
  /** Statements that are decided together with the policies of the resource. @default - none */
  readonly statements?: readonly Statement[];
}

/**
 * A check of resources that is done once for all whose policies differ in nothing but the resource's own name. The findings are
 * worded for each of them.
 *
 * A name decides nothing where each pattern either begins with the resource's ARN or cannot match it or its parts, whatever the
 * name is, and where no condition or principal contains the name. Any other resource is judged by itself.
 *
 * @param judge a pure function; it must read nothing of the resource but what it is given
 */
export function alikeJudge<Item extends NamedResource, Facts = undefined>(
  { text: { placeholders } }: Pick<PolicyModel, "text">,
  judge: (resource: NamedResource, facts: Facts) => Findings,
  { factsOf = () => undefined as Facts, statements = [] }: AlikeOptions<Item, Facts> = {},
): (item: Item) => Findings {
  const known = new Map<string, Findings>();
  return (item) => {
    const facts = factsOf(item);
    const standIn = standInOf(item);
    if (standIn === undefined || !statements.every((statement) => isIndifferent(statement, standIn))) {
      return judge(item, facts);
    }
    const key = `${standIn.key} ${JSON.stringify(facts)}`;
    const findings = known.get(key) ?? judge(standIn.resource, facts);
    known.set(key, findings);
    return withNames(findings, standIn.names, placeholders);
  };
}

/** The ARN of a resource: `arn:aws:s3:::` and `data`, or `arn:aws:kms:eu-west-1:111122223333:key/` and the key's ID. */
interface SplitArn {
  readonly arn: string;
  readonly head: string;
  readonly name: string;
}

/** A resource that stands for all that are alike. */
interface StandIn extends SplitArn {
  readonly resource: NamedResource;
  /** Equal for resources that are alike. */
  readonly key: string;
  /** The names of the resource itself, by the character that replaces each in the stand-in. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Characters that stand for the resource's name and for addresses. They are private to this module and no placeholders, so
 * that every model takes them for plain text.
 */
const nameMark = "\u{e000}";
const firstAddressMark = 0xe001;
const lastAddressMark = 0xe0ff;
const marks = /[\u{e000}-\u{e0ff}]/u;
const everyMark = /[\u{e000}-\u{e0ff}]/gu;

/** `undefined` where the name of the resource may decide. */
const standInOf = memoize((item: NamedResource): StandIn | undefined => {
  const { address, policies } = item;
  const split = splitArn(item.arn);
  const addresses = [...new Set([address, ...policies.map((policy) => policy.address)])];
  const isDecided =
    split === undefined ||
    marks.test(JSON.stringify({ address, arn: item.arn, policies })) ||
    firstAddressMark + addresses.length > lastAddressMark ||
    !policies.every(({ statements }) => statements.every((statement) => isNameless(statement, split)));
  if (isDecided) {
    return undefined;
  }
  const { head, name, arn } = split;
  const markOf = new Map(addresses.map((each, index) => [each, String.fromCodePoint(firstAddressMark + index)]));
  const mark = (each: string): string => markOf.get(each) ?? each;
  const standInArn = `${head}${nameMark}`;
  const resource = {
    address: mark(address),
    arn: standInArn,
    policies: policies.map((policy) => ({
      address: mark(policy.address),
      statements: policy.statements.map((statement) => withArn(statement, arn, standInArn)),
    })),
  };
  const names = new Map([...markOf].map(([each, character]) => [character, each]));
  return { ...split, resource, key: JSON.stringify(resource), names: names.set(nameMark, name) };
});

function splitArn(arn: string): SplitArn | undefined {
  const { head, name } = /^(?<head>arn:.*:(?:[^:/]+\/)?)(?<name>[^:]+)$/su.exec(arn)?.groups ?? {};
  return head === undefined || name === undefined || containsUnknown(arn) ? undefined : { arn, head, name };
}

/** Whether a statement of the resource's own policies says the same under every other name of the resource. */
function isNameless({ resource, conditions, principal }: Statement, split: SplitArn): boolean {
  const texts = [
    ...conditions.flatMap(({ values }) => values),
    ...(principal?.entries ?? []).map(({ value }) => value),
  ];
  return (
    texts.every((text) => !text.includes(split.name)) &&
    (resource?.patterns ?? []).every(
      (pattern) => belongsTo(literalStart(pattern), split.arn) || isIndifferentPattern(pattern, split),
    )
  );
}

/** Whether a statement of other policies matches all resources whose ARN has this head, or none, with all their parts. */
function isIndifferent({ resource }: Statement, split: SplitArn): boolean {
  return (resource?.patterns ?? []).every((pattern) => isIndifferentPattern(pattern, split));
}

function isIndifferentPattern(pattern: string, { arn, head }: SplitArn): boolean {
  const literal = literalStart(pattern);
  const matchesAll = head.startsWith(literal) && pattern === `${literal}*`;
  const matchesNone = !arn.startsWith(literal) && !belongsTo(literal, arn);
  return (matchesAll || matchesNone) && !marks.test(pattern);
}

/** Whether a pattern that begins with this text is about the ARN or its parts alone. */
function belongsTo(literal: string, arn: string): boolean {
  return literal.startsWith(arn) && (literal.length === arn.length || literal.charAt(arn.length) === "/");
}

/** A wildcard, a variable or an unresolved expression. */
const notLiteral = new RegExp(`[*?$]|${unknownPlaceholder.source}`, "u");

/** The pattern up to the first part that is not literal. */
function literalStart(pattern: string): string {
  const end = pattern.search(notLiteral);
  return end === -1 ? pattern : pattern.slice(0, end);
}

function withArn(statement: Statement, arn: string, replacement: string): Statement {
  const { resource } = statement;
  return resource === undefined ? statement : { ...statement, resource: elementWithArn(resource, arn, replacement) };
}

function elementWithArn({ isNegated, patterns }: PolicyElement, arn: string, replacement: string): PolicyElement {
  const replaced = patterns.map((pattern) =>
    belongsTo(literalStart(pattern), arn) ? `${replacement}${pattern.slice(arn.length)}` : pattern,
  );
  return { isNegated, patterns: replaced };
}

/** The findings about a stand-in, with the names of the resource that it stands for. */
function withNames(
  { proofs, counterexamples, doubts, absences = [] }: Findings,
  names: ReadonlyMap<string, string>,
  placeholders: PlaceholderTable,
): Findings {
  const named = (text: string): string =>
    text.replace(everyMark, (mark) => placeholders.readable(names.get(mark) ?? mark));
  const rename = ({ text, addresses }: Evidence): Evidence => ({ text: named(text), addresses: addresses.map(named) });
  return {
    proofs: proofs.map(rename),
    counterexamples: counterexamples.map(rename),
    doubts: doubts.map(rename),
    absences: absences.map(rename),
  };
}
