/**
 * Stops cdktf from formatting a full creation stack for every token, which nothing here ever prints. The JSON is byte-equal
 * and the synthesis of many environments takes about three quarters of the time (hashicorp/terraform-cdk#3892).
 *
 * CDK Terrain, the successor of CDKTF, has `CDKTN_DISABLE_CREATION_STACK=1` for this; where the module is not to be found, the
 * stacks are simply formatted.
 */
export function quietCreationStacks(): void {
  try {
    const stackTrace: { captureStackTrace: () => string[] } = require("cdktf/lib/tokens/private/stack-trace");
    stackTrace.captureStackTrace = () => [];
  } catch {
    process.env.CDKTN_DISABLE_CREATION_STACK ??= "1";
  }
}
