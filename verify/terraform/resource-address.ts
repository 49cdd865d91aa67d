import { memoizeByText } from "../collections/memoize";
import type { Resource } from "./terraform-configuration";

/** An index after an address. Its key may hold brackets, and an expression in it may have indexes of its own. */
export const indexPattern = /\[(?:"[^"]*"|\[[^[\]]*\]|[^[\]"])*\]/g;

const keyPattern = /^\[(?:\d+|"[^"]*")\]$/;

/** Whether an index is the key of one instance, as `[0]` or `["a"]` is, and `[each.key]` is not. */
export function isInstanceKey(index: string): boolean {
  return keyPattern.test(index);
}

/** `module.m[0].aws_vpc.v["a"]` as `module.m.aws_vpc.v`. An index that is an expression is left out, too. */
export const withoutInstanceKeys: (address: string) => string = memoizeByText(
  (address) => address.replaceAll(indexPattern, ""),
  20_000,
);

const modulesPattern = new RegExp(`^(?:module\\.[\\w-]+(?:${indexPattern.source})?(?:\\.|$))*`);

/** The modules of an address, with their instances: `module.m[0].` of `module.m[0].aws_vpc.v["a"]`; empty in the root module. */
export function modulesOf(address: string): string {
  return modulesPattern.exec(address)?.[0] ?? "";
}

/** `["a"]` of `module.m[0].aws_vpc.v["a"]`; empty for a resource without count and for_each. A key may contain brackets and quotes. */
export function instanceKeyOf({ address, type, name }: Pick<Resource, "address" | "type" | "name">): string {
  const base = `${type}.${name}[`;
  const start = address.lastIndexOf(base);
  return start < 0 ? "" : address.slice(start + base.length - 1);
}

/** `module.m[0].aws_vpc.v` of `module.m[0].aws_vpc.v["a"]`: an expression may refer to all instances at once. */
export function withoutOwnKey(resource: Pick<Resource, "address" | "type" | "name">): string {
  return resource.address.slice(0, resource.address.length - instanceKeyOf(resource).length);
}
