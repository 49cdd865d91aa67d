/** Of the commands that plan the folder of a root module by themselves. */
export const noPlanOption = {
  type: "boolean",
  default: false,
  description: "for a folder: read its files alone, and do not run Terraform over a copy of it",
} as const;
