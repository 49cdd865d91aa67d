import type { Cidr } from "../../../ip/cidr";
import type { Expression } from "../hcl/expression";

const OCTET = "(25[0-5]|2[0-4]\\\\d|1\\\\d\\\\d|[1-9]?\\\\d)";

/** Whether a text is an IPv4 block. */
export function isBlock(block: Expression): Expression {
  return `can(regex("^${OCTET}(\\\\.${OCTET}){3}/(3[0-2]|[12]?\\\\d)$", ${block}))`;
}

/** The number of leading bits of a block. */
export function prefixOf(block: Expression): Expression {
  return `tonumber(split("/", ${block})[1])`;
}

/** Whether a block has its network address. A text that is no block passes, because another condition refuses it. */
export function hasNoHostBits(block: Expression): Expression {
  return `try(cidrsubnet(${block}, 0, 0) == ${block}, true)`;
}

/** Whether a block is inside one of several. */
export function isInside(block: Expression, ranges: readonly Cidr[]): Expression {
  return `try(anytrue([for range in ${textList(ranges)} : ${prefixOf(block)} >= ${prefixOf("range")} && ${networkWith(block, prefixOf("range"))} == range]), true)`;
}

/** Whether a block shares no address with any of several. */
export function isOutside(block: Expression, ranges: readonly Cidr[]): Expression {
  return `alltrue([for range in ${textList(ranges)} : ${isDisjoint(block, "range")}])`;
}

/** Whether two blocks share no address. */
export function isDisjoint(block: Expression, other: Expression): Expression {
  const shorter = `min(${prefixOf(block)}, ${prefixOf(other)})`;
  return `try(${networkWith(block, shorter)} != ${networkWith(other, shorter)}, true)`;
}

/** The network of the address of a block with another number of bits. */
function networkWith(block: Expression, prefix: Expression): Expression {
  return `cidrsubnet("\${split("/", ${block})[0]}/\${${prefix}}", 0, 0)`;
}

function textList(ranges: readonly Cidr[]): Expression {
  return `[${ranges.map(({ text }) => JSON.stringify(text)).join(", ")}]`;
}
