/** `--join`, which several commands have. */
export const joinOption = {
  type: "string",
  multiple: true,
  value: "[NAME=]FILE",
  description:
    "judge together with another root module, as module.NAME (default: name of the file): a state with a plan or a state, a cdk.tf.json with any",
  completion: "file",
} as const;
