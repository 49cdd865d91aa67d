import type { CommandSyntax } from "../../shared/command-syntax";

export const applyDomainSettingsSyntax = {
  name: "apply-domain-settings",
  usage: ["ENV [options]"],
  summary: "apply settings of the Studio domain, which Terraform ignores",
  description: `Compares the default settings of users and spaces, and the settings of the domain itself, with what AWS has, and prints
what differs. With --run it calls SageMaker UpdateDomain and waits until AWS has them. AWS provider 6.25 cannot update a
domain in VpcOnly mode, so Terraform ignores these settings after the domain is created.

Needs Terraform or OpenTofu for the state, and credentials of a deployer.`,
  arguments: [{ placeholder: "ENV", description: "a synthesized environment", completion: "environment" }],
  options: {
    run: { type: "boolean", default: false, description: "apply what differs instead of printing it" },
    json: { type: "boolean", default: false, description: "print what differs, and the request, as JSON" },
    "skip-synth": { type: "boolean", default: false, description: "use the stacks of the last synthesis" },
  },
  needsCheckout: true,
  exitCodes: {
    0: "AWS has every setting",
    1: "AWS did not take every setting",
    2: "could not run, or AWS refused the request",
    3: "settings differ: nothing was changed",
    130: "interrupted; run it again",
  },
  examples: ["studio-perimeter apply-domain-settings staging", "studio-perimeter apply-domain-settings staging --run"],
} as const satisfies CommandSyntax;
