import type { CommandSyntax } from "../shared/command-syntax";

/** Shells that `completion` writes a script for. */
export const shells = ["bash", "zsh", "fish"] as const;

export const completionSyntax = {
  name: "completion",
  usage: ["SHELL"],
  summary: "print a completion script for bash, zsh or fish",
  description: `Prints a script that completes commands, options, their values, synthesized environments and claims.

A shell completes the command studio-perimeter, not npx studio-perimeter. In a checkout, use alias studio-perimeter="npx studio-perimeter"
(in zsh with setopt complete_aliases). Where the npm package is installed, put node_modules/.bin on the PATH.`,
  arguments: [{ placeholder: "SHELL", description: shells.join(", "), completion: shells }],
  options: {},
  exitCodes: { 0: "printed", 2: "no such shell" },
  examples: [
    'eval "$(studio-perimeter completion bash)"',
    "studio-perimeter completion zsh > ~/.zfunc/_studio-perimeter",
    "studio-perimeter completion fish > ~/.config/fish/completions/studio-perimeter.fish",
  ],
} as const satisfies CommandSyntax;
