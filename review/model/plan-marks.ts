import { type Json, memberOf } from "../../verify/terraform/terraform-configuration";

/** What is at a name or an index of a tree of marks. A mark of a whole value is one of each part. */
export function markAt(tree: Json | undefined, key: string | number): Json | undefined {
  if (tree === true) {
    return true;
  }
  if (typeof key === "string") {
    return memberOf(tree, key);
  }
  return Array.isArray(tree) ? tree[key] : undefined;
}
