/**
 * Stops cdktf from capturing a stack trace for every token, which nothing prints (hashicorp/terraform-cdk#3892). The
 * Terraform JSON does not change.
 *
 * CDK Terrain, the successor of CDKTF, reads the variable `CDKTN_DISABLE_CREATION_STACK`. CDKTF has no such setting, so its
 * function is replaced.
 */
export function disableCreationStacks(): void {
  process.env.CDKTN_DISABLE_CREATION_STACK ??= "1";
  try {
    const stackTrace: { captureStackTrace: () => string[] } = require("cdktf/lib/tokens/private/stack-trace");
    stackTrace.captureStackTrace = () => [];
  } catch {
    // Another version of cdktf may not have this function.
  }
}
