/** `--join`, which several commands have. */
export const joinOption = {
  type: "string",
  multiple: true,
  value: "[NAME=]FILE",
  description:
    "judge a plan or a state with the state of another root module, as module.NAME (default: name of the file)",
  completion: "file",
} as const;
