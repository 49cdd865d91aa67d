/** `--prices` of the commands that say what an environment costs. */
export const pricesOption = {
  type: "string",
  value: "FILE",
  description: "your own prices in USD, by region and item (default: envs/prices.json)",
  completion: "file",
} as const;
