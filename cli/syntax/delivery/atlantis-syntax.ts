import type { CommandSyntax } from "../../shared/command-syntax";

export const atlantisSyntax = {
  name: "atlantis",
  usage: ["[--output FILE]", "--server HOST/OWNER/REPOSITORY [--output FILE]"],
  summary: "print the configuration of Atlantis",
  description: `Prints atlantis.yaml for the repository: one project for each environment of envs/, planned when its sources change.

With --server it prints what repos.yaml of the server needs: an approval before each plan and each apply, and the workflow that
synthesizes, reviews plans and verifies states. It belongs on the server, because a pull request can change files of the
repository.`,
  options: {
    server: {
      type: "string",
      value: "HOST/OWNER/REPOSITORY",
      description: "print the configuration of the server for this repository",
    },
    output: { type: "string", value: "FILE", description: "write the configuration to a file", completion: "file" },
  },
  needsCheckout: true,
  exitCodes: { 0: "printed", 2: "could not run" },
  examples: [
    "studio-perimeter atlantis --output atlantis.yaml",
    "studio-perimeter atlantis --server github.com/example/perimeter",
  ],
} as const satisfies CommandSyntax;
