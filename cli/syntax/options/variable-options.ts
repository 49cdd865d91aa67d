/** `--var` and `--var-file` of the commands that read the folder of a root module. */
export const variableOptions = {
  var: {
    type: "string",
    multiple: true,
    value: "NAME=VALUE",
    description:
      "for a folder: the value of a variable, as terraform plan -var reads it; the later of --var and --var-file wins",
  },
  "var-file": {
    type: "string",
    multiple: true,
    value: "FILE",
    description: "for a folder: values of variables, after those that Terraform loads from the folder",
    completion: "file",
  },
} as const;
