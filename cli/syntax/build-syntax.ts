import type { CommandSyntax } from "../shared/command-syntax";

export const buildSyntax = {
  name: "build",
  usage: ["[options]"],
  summary: "synthesize every environment and prove its claims",
  description: `Synthesizes every environment of envs/ and proves its claims. Prints one row per environment, then each claim that
is not proved, with its evidence and remedy.

USD/month is the fixed cost before any use: endpoints, firewall, public IPv4 addresses, keys. "prices of" names
the region of the list prices, and the month of the oldest one. A price that is not known counts nothing and is named below the
table. Your own prices in envs/prices.json win.`,
  options: {
    all: { type: "boolean", default: false, description: "print every claim, not only those that are not proved" },
  },
  needsCheckout: true,
  exitCodes: {
    0: "every claim is proved",
    1: "a claim is violated or undecided, or an entry of an allow-list has expired",
    2: "could not run: an environment is invalid, or AWS would refuse a value of its stack",
  },
  examples: ["studio-perimeter build"],
} as const satisfies CommandSyntax;
