import { join } from "node:path";
import type { CommandSyntax } from "../../shared/command-syntax";

export const policiesSyntax = {
  name: "policies",
  usage: ["[options]"],
  summary: "write the policies that an organization attaches around the perimeter",
  description: `Writes policies for the environments of envs/: service control policies, resource control policies, and the
permissions boundary of each environment's roles. It attaches none of them; docs/organization-policies.md says where each one belongs.`,
  options: {
    output: {
      type: "string",
      default: join("dist", "policies"),
      value: "FOLDER",
      description: "folder of the files",
      completion: "file",
    },
    organization: {
      type: "string",
      value: "ID",
      description: "organization id, o-... (default: organizationId of the environments)",
    },
  },
  needsCheckout: true,
  exitCodes: { 0: "written", 2: "could not write" },
  examples: ["studio-perimeter policies --organization o-abcde12345"],
} as const satisfies CommandSyntax;
