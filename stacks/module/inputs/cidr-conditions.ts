import { privateCidrs } from "../../../ip/internet-addresses";
import type { Expression } from "../hcl/expression";
import { hclValue } from "../hcl/write-hcl";

const PRIVATE_BLOCKS = privateCidrs.map(({ text }) => text);

/** The private blocks, as a message lists them. */
export const PRIVATE_BLOCKS_TEXT = PRIVATE_BLOCKS.join(", ");

/** The number of leading bits of a block. */
export function prefixOf(block: Expression): Expression {
  return `tonumber(split("/", ${block})[1])`;
}

/** The condition that a block has its network address. A text that is no block passes, because another condition refuses it. */
export function noHostBitsCondition(block: Expression): Expression {
  return `try(cidrsubnet(${block}, 0, 0) == ${block}, true)`;
}

/** The condition that a block is inside a private one. */
export function privateCondition(block: Expression): Expression {
  return `try(anytrue([for range in ${hclValue(PRIVATE_BLOCKS)} : ${prefixOf(block)} >= ${prefixOf("range")} && ${networkWith(block, prefixOf("range"))} == range]), true)`;
}

/** The condition that a block has no private address. */
export function publicCondition(block: Expression): Expression {
  return `alltrue([for range in ${hclValue(PRIVATE_BLOCKS)} : ${disjointCondition(block, "range")}])`;
}

/** The condition that two blocks share no address. */
export function disjointCondition(block: Expression, other: Expression): Expression {
  const shorter = `min(${prefixOf(block)}, ${prefixOf(other)})`;
  return `try(${networkWith(block, shorter)} != ${networkWith(other, shorter)}, true)`;
}

/** The network of the address of a block with another number of bits. */
function networkWith(block: Expression, prefix: Expression): Expression {
  return `cidrsubnet("\${split("/", ${block})[0]}/\${${prefix}}", 0, 0)`;
}
