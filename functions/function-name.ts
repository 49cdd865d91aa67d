/** Name of a Lambda function, which is also its folder below `functions`. */
export type FunctionName = "studio-url";
