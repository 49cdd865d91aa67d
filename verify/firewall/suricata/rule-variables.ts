import { parseCidr } from "../../../ip/cidr";
import { allAddresses } from "../../../ip/internet-addresses";
import { subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { allPorts, type PortSet, parsePorts } from "../../../ip/port-set";

/** The variables that a rule group can use, without the `$`: `HOME_NET`, `EXTERNAL_NET` and its own. */
export interface RuleVariables {
  readonly addresses: ReadonlyMap<string, AddressSet>;
  readonly ports: ReadonlyMap<string, PortSet>;
  /**
   * Variables that AWS defines as the negation of another one. In a list, Suricata takes the negated addresses from all
   * members, and a negation of them is not documented, so they are read alone only.
   */
  readonly negations: ReadonlySet<string>;
}

/**
 * Parses the addresses of a rule header: `any`, a CIDR block, `$VAR`, `!x`, `[a,!b]`, `![a,b]`; `undefined` when that fails or
 * Suricata may read it in another way.
 */
export function parseRuleAddresses(text: string, variables: RuleVariables): AddressSet | undefined {
  const names = [...text.matchAll(/\$(\w+)/g)].map(([, name = ""]) => name);
  const hasNegation = names.some((name) => variables.negations.has(name));
  return hasNegation && !text.startsWith("$")
    ? undefined
    : parseSet(text, { every: allAddresses, atom: parseAddressBlock, variables: variables.addresses });
}

/** Parses the ports of a rule header, with the same syntax. */
export function parseRulePorts(text: string, variables: RuleVariables): PortSet | undefined {
  return parseSet(text, { every: allPorts, atom: parsePorts, variables: variables.ports });
}

interface SetGrammar {
  readonly every: AddressSet;
  readonly atom: (text: string) => AddressSet | undefined;
  readonly variables: ReadonlyMap<string, AddressSet>;
}

function parseSet(text: string, grammar: SetGrammar): AddressSet | undefined {
  const word = text.trim();
  if (/^!any$|\[.*\[/.test(word)) {
    // Suricata refuses a negation of everything, and reads nested lists in its own way.
    return undefined;
  }
  if (word === "any") {
    return grammar.every;
  }
  if (word.startsWith("!")) {
    const negated = parseSet(word.slice(1), grammar);
    return negated === undefined ? undefined : subtract(grammar.every, negated);
  }
  if (word.startsWith("[") && word.endsWith("]")) {
    return parseList(splitList(word.slice(1, -1)), grammar);
  }
  return word.startsWith("$") ? grammar.variables.get(word.slice(1)) : grammar.atom(word);
}

/** A list is the union of its plain members without its negated members. */
function parseList(members: readonly string[], grammar: SetGrammar): AddressSet | undefined {
  const negated = members.filter((member) => member.startsWith("!")).map((member) => member.slice(1));
  const plain = members.filter((member) => !member.startsWith("!"));
  const excluded = allOf(negated.map((member) => parseSet(member, grammar)));
  const included = allOf(plain.map((member) => parseSet(member, grammar)));
  if (members.length === 0 || excluded === undefined || included === undefined) {
    return undefined;
  }
  return subtract(plain.length === 0 ? grammar.every : union(...included), union(...excluded));
}

function allOf(sets: readonly (AddressSet | undefined)[]): readonly AddressSet[] | undefined {
  const known = sets.filter((set): set is AddressSet => set !== undefined);
  return known.length === sets.length ? known : undefined;
}

/** Splits a list into its members. A nested list is one member. */
function splitList(text: string): readonly string[] {
  const members: string[] = [];
  let depth = 0;
  let member = "";
  for (const character of text) {
    if (character === "," && depth === 0) {
      members.push(member.trim());
      member = "";
      continue;
    }
    depth += { "[": 1, "]": -1 }[character] ?? 0;
    member += character;
  }
  return [...members, member.trim()].filter((found) => found !== "");
}

function parseAddressBlock(text: string): AddressSet | undefined {
  const hostLength = text.includes(":") ? 128 : 32;
  return parseCidr(text.includes("/") ? text : `${text}/${hostLength}`)?.addresses;
}
