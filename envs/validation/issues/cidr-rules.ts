import { type Cidr, networkCidr } from "../../../ip/cidr";
import { privateCidrs } from "../../../ip/internet-addresses";
import { contains } from "../../../ip/interval-set";

/** A rule for an IPv4 CIDR block, whichever field has it. */
export interface CidrRule {
  readonly isViolated: (block: Cidr) => boolean;
  readonly problem: string;
  readonly fix: (block: Cidr) => string;
}

/** The block is written with its network address. */
export const noHostBitsRule: CidrRule = {
  isViolated: (block) => networkCidr(block).text !== block.text,
  problem: "has host bits set",
  fix: (block) => `write ${networkCidr(block).text}`,
};

/** Every address of the block is private. */
export const privateBlockRule: CidrRule = {
  isViolated: (block) => !privateCidrs.some(({ addresses }) => contains(addresses, block.addresses)),
  problem: "is not private",
  fix: () => `use a block in ${privateCidrs.map(({ text }) => text).join(", ")}`,
};
