/** Names of the Lambda functions, which are also their folders below `functions`. */
export const functionNames = ["studio-url"] as const;

/** One of {@link functionNames}. */
export type FunctionName = (typeof functionNames)[number];
