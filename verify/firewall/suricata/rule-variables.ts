import { parseCidr } from "../../../ip/cidr";
import { allAddresses } from "../../../ip/internet-addresses";
import { subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { allPorts, type PortSet, parsePorts } from "../../../ip/port-set";

/** `$HOME_NET` and the like, as a rule group sees them. */
export interface RuleVariables {
  readonly addresses: ReadonlyMap<string, AddressSet>;
  readonly ports: ReadonlyMap<string, PortSet>;
}

/** Addresses of a rule header: `any`, a block, `$VAR`, `!x`, `[a, !b]`; `undefined` when it is not understood. */
export function parseRuleAddresses(text: string, variables: RuleVariables): AddressSet | undefined {
  return parseSet(text, { every: allAddresses, atom: parseAddressBlock, variables: variables.addresses });
}

/** Ports of a rule header. */
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

/** A list is what its plain members admit, less what its negated members name. */
function parseList(members: readonly string[], grammar: SetGrammar): AddressSet | undefined {
  const negated = members.filter((member) => member.startsWith("!")).map((member) => member.slice(1));
  const plain = members.filter((member) => !member.startsWith("!"));
  const refused = allOf(negated.map((member) => parseSet(member, grammar)));
  const admitted = allOf(plain.map((member) => parseSet(member, grammar)));
  if (members.length === 0 || refused === undefined || admitted === undefined) {
    return undefined;
  }
  return subtract(plain.length === 0 ? grammar.every : union(...admitted), union(...refused));
}

function allOf(sets: readonly (AddressSet | undefined)[]): readonly AddressSet[] | undefined {
  const known = sets.filter((set): set is AddressSet => set !== undefined);
  return known.length === sets.length ? known : undefined;
}

/** Members of a list; a list inside it is one member. */
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
