import type { CommandSyntax } from "../shared/command-syntax";

/** Forms of a picture. */
export const drawFormats = ["svg", "mermaid"] as const;

export type DrawFormat = (typeof drawFormats)[number];

export const drawSyntax = {
  name: "draw",
  usage: ["[ENV...] [options]"],
  summary: "draw synthesized environments as SVG or Mermaid",
  description: `Draws synthesized environments: people, data stores, Availability Zones, subnet tiers, the verdict of the claims, and an
arrow for each route. Mermaid is text that GitHub and GitLab show as a picture.`,
  arguments: [
    { placeholder: "ENV...", description: "environments, in this order (default: all)", completion: "environment" },
  ],
  options: {
    format: {
      type: "string",
      default: "svg",
      value: "FORMAT",
      description: "form of the picture",
      completion: drawFormats,
    },
    output: {
      type: "string",
      value: "FILE",
      description: "write the picture to a file (default: standard output)",
      completion: "file",
    },
  },
  exitCodes: { 0: "drawn", 2: "could not draw" },
  examples: [
    "studio-perimeter draw dev staging prod --output environments.svg",
    "studio-perimeter draw prod --format mermaid",
  ],
} as const satisfies CommandSyntax;
