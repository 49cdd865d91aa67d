import type { CommandSyntax } from "../shared/command-syntax";

export const drawSyntax = {
  name: "draw",
  usage: ["[ENV...] [options]"],
  summary: "draw synthesized environments as SVG",
  description: "Draws synthesized environments as SVG: Availability Zones, subnet tiers, and an arrow for each route.",
  arguments: [
    { placeholder: "ENV...", description: "environments, in this order (default: all)", completion: "environment" },
  ],
  options: {
    output: {
      type: "string",
      value: "FILE",
      description: "write the picture to a file (default: standard output)",
      completion: "file",
    },
  },
  exitCodes: { 0: "drawn", 2: "could not draw" },
  examples: ["studio-perimeter draw dev staging prod --output environments.svg"],
} as const satisfies CommandSyntax;
