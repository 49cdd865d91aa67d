/**
 * Stops cdktf from formatting a full creation stack for every token, which nothing here ever prints. The JSON is byte-equal
 * and the synthesis of many environments takes about three quarters of the time (hashicorp/terraform-cdk#3892).
 *
 * CDK Terrain, the successor of CDKTF, asks a variable; CDKTF has no switch, and its function is replaced where it is found.
 */
export function disableCreationStacks(): void {
  process.env.CDKTN_DISABLE_CREATION_STACK ??= "1";
  try {
    const stackTrace: { captureStackTrace: () => string[] } = require("cdktf/lib/tokens/private/stack-trace");
    stackTrace.captureStackTrace = () => [];
  } catch {
    // Without the function there is nothing to quiet.
  }
}
