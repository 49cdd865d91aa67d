import { memoizeByText } from "../collections/memoize";
import { indexPattern, isInstanceKey } from "../terraform/resource-address";

/** The address without indexes that are no literal, which may be those of every instance. */
export function withoutOpenIndexes(address: string): string {
  return address.replace(indexPattern, (index) => (isInstanceKey(index) ? index : ""));
}

/**
 * Whether two addresses of modules and resources may mean the same, or one something in the other. An address without an index, as in
 * `values(module.x)`, is every instance.
 */
export function mayOverlap(left: string, right: string): boolean {
  const others = stepsOf(right);
  return stepsOf(left).every(({ name, index }, at) => {
    const other = others[at];
    return (
      other === undefined ||
      (name === other.name && (index === undefined || other.index === undefined || index === other.index))
    );
  });
}

interface AddressStep {
  readonly name: string;
  /** @default - every instance */
  readonly index?: string;
}

const stepPattern = new RegExp(`(?<name>[\\w-]+)(?<index>${indexPattern.source})?`, "g");

const stepsOf = memoizeByText(
  (address): readonly AddressStep[] =>
    [...address.matchAll(stepPattern)].map(({ groups: { name = "", index } = {} }) => ({
      name,
      ...(index !== undefined && isInstanceKey(index) && { index }),
    })),
  20_000,
);
