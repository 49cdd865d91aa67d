/**
 * Replaces `util.isArray`, which cdktf 0.21 calls for every output, by `Array.isArray`, which it is. Node.js 22 and later print a
 * warning at the first call.
 *
 * @see https://nodejs.org/api/deprecations.html#dep0044-utilisarray
 */
export function replaceIsArray(): void {
  // An import has getters only; the object that cdktf calls is the module itself.
  (require("node:util") as { isArray: typeof Array.isArray }).isArray = Array.isArray;
}
