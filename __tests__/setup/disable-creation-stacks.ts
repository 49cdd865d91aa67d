/**
 * cdktf formats a full creation stack for every token, which jest's source-map hook makes the most expensive thing in a
 * test run. Without it the output is byte-equal and a run takes a third of the time (hashicorp/terraform-cdk#3892).
 */
const stackTrace: { captureStackTrace: () => string[] } = require("cdktf/lib/tokens/private/stack-trace");
stackTrace.captureStackTrace = () => [];
