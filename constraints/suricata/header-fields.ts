import { parseCidr } from "../../ip/cidr";
import { parseIpAddress } from "../../ip/ip-address";
import { grammarProblem, type RuleProblem } from "./rule-problem";

const HIGHEST_PORT = 65_535;
/** A variable of the rule group, or the reference of an IP set. */
const VARIABLE = /^[$@]\w+$/;

/** Problems of an address field: `any`, an address, a block, a range, a variable, or a list of them. */
export function addressProblems(field: string): readonly RuleProblem[] {
  return fieldProblems(field, "address", isAddress, "use any, an address, a block such as 10.0.0.0/8, or a variable");
}

/** Problems of a port field: `any`, a number, a range such as `1024:`, a variable, or a list of them. */
export function portProblems(field: string): readonly RuleProblem[] {
  return fieldProblems(field, "port", isPort, "use any, ports from 0 to 65535, or ranges such as 1024:65535");
}

function fieldProblems(
  field: string,
  what: string,
  isItem: (item: string) => boolean,
  remedy: string,
): readonly RuleProblem[] {
  if (/^!\s*any$/.test(field)) {
    return [grammarProblem(`has the ${what} ${field}, which matches nothing`, remedy)];
  }
  return isList(field, isItem) ? [] : [grammarProblem(`has the ${what} ${field}`, remedy)];
}

/** Whether brackets are in pairs, and each item between brackets, commas and negations is one. */
function isList(field: string, isItem: (item: string) => boolean): boolean {
  let depth = 0;
  for (const bracket of field.match(/[[\]]/g) ?? []) {
    depth += bracket === "[" ? 1 : -1;
    if (depth < 0) {
      return false;
    }
  }
  const items = field.replaceAll(/[![\]\s]/g, "").split(",");
  return depth === 0 && items.every((item) => item === "any" || VARIABLE.test(item) || isItem(item));
}

function isAddress(item: string): boolean {
  const [first = "", last = first, ...others] = item.split("-");
  const [address = "", mask = ""] = item.split("/");
  return (
    parseCidr(item) !== undefined ||
    (others.length === 0 && parseIpAddress(first) !== undefined && parseIpAddress(last) !== undefined) ||
    (parseIpAddress(address) !== undefined && mask.includes(".") && parseIpAddress(mask) !== undefined)
  );
}

function isPort(item: string): boolean {
  const [, first = "", colon = "", last = ""] = /^(\d*)(:?)(\d*)$/.exec(item) ?? [];
  const [low, high] = [Number(first || 0), Number(last || (colon === "" ? first || 0 : HIGHEST_PORT))];
  return first + last !== "" && low <= high && high <= HIGHEST_PORT;
}
