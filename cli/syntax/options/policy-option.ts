/** The option `--policy` of the commands that judge. */
export const policyOption = {
  type: "string",
  value: "FILE",
  description: "posture and accepted findings (default: studio-perimeter.yaml in the folder or the working directory)",
  completion: "file",
} as const;
