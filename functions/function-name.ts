/** Names of the Lambda functions: each has a folder of that name beside this file. */
export type FunctionName = "studio-url";
