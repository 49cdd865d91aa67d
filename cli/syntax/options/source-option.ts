/** `--source` of the commands that read a plan. */
export const sourceOption = {
  type: "string",
  value: "DIR",
  description: "folder of the root module that was planned; holds the expressions that a plan of HCL leaves out",
  completion: "file",
} as const;
