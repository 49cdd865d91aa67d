import type { CommandSyntax } from "../shared/command-syntax";

/** Forms of a picture. */
export const drawFormats = ["svg", "mermaid", "png"] as const;

/** A form of a picture, as `--format` names it. */
export type DrawFormat = (typeof drawFormats)[number];

export const drawSyntax = {
  name: "draw",
  usage: ["[ENV...] [options]"],
  summary: "draw synthesized environments as SVG, Mermaid or PNG",
  description: `Draws synthesized environments: people, data stores, Availability Zones, subnet tiers, the verdict of the claims, and an
arrow for each route. Mermaid is text that GitHub and GitLab show as a picture. The Chromium or Chrome of the machine
draws a PNG; CHROME_PATH names another one.`,
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
    "studio-perimeter draw prod --format png --output prod.png",
  ],
} as const satisfies CommandSyntax;
