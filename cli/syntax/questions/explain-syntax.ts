import type { CommandSyntax } from "../../shared/command-syntax";

export const explainSyntax = {
  name: "explain",
  usage: ["[CLAIM]"],
  summary: "explain what a claim means, its scope and its remedy",
  description: `Prints what a claim means, its exact scope, its remedy, the public controls that it supports, and the postures
that require it.`,
  arguments: [
    { placeholder: "CLAIM", description: "name of a claim (default: list all claims by topic)", completion: "claim" },
  ],
  options: {},
  exitCodes: { 0: "printed", 2: "no such claim" },
  examples: ["studio-perimeter explain", "studio-perimeter explain firewall-denies-by-default"],
} as const satisfies CommandSyntax;
