import type { PostureKind } from "../posture/posture-output";
import { MODULE_REGIONS } from "./aws-accounts";
import { type HclBlock, hclFile, hclValue } from "./hcl/write-hcl";
import type { ModuleInput } from "./inputs/module-input";
import { userCapacity } from "./inputs/studio-inputs";
import type { ModuleConfiguration } from "./module-configuration";
import { minimalArguments } from "./module-examples";
import type { DeletionProtection } from "./module-probe";
import { inputTable, outputTable, resourceTable } from "./module-tables";
import type { ModuleSource } from "./source/module-source";

/** What the page of a module says about it. */
export interface ModuleFacts {
  readonly source: ModuleSource;
  readonly version: string;
  readonly inputs: readonly ModuleInput[];
  readonly configuration: ModuleConfiguration;
  /** Parts that can be used alone. */
  readonly pieces: readonly { readonly name: string; readonly summary: string }[];
  /** Fixed cost per month, as one sentence. @default - not stated */
  readonly price?: string;
  /** File with the picture of the minimal example. @default - there is none */
  readonly picture?: string;
  /** Versions with which the module works. */
  readonly requires: { readonly terraform: string; readonly aws: string };
}

const POSTURES: Readonly<Record<PostureKind, string>> = {
  isolated: "There is no path to the internet. Packages come from CodeArtifact.",
  inspected:
    "Traffic to the internet passes a firewall that allows the domains of a list and no others. One Availability Zone keeps the cost low.",
  "inspected-multi-az":
    "Traffic to the internet passes a firewall that allows the domains of a list and no others. The perimeter survives the loss of an Availability Zone.",
};

/** What the module says of its protection. */
const PROTECTION_TEXTS: Readonly<Record<DeletionProtection, string>> = {
  protected:
    "Protections against deletion are on, because Terraform takes no variable in `prevent_destroy`; home directories are retained. To destroy the perimeter, apply the module that `--unprotected` exports, and then destroy.",
  unprotected:
    "Protections against deletion are off: a destroy also deletes home directories and the objects in buckets. Use it for experiments.",
};

/** A call of the module. */
export function moduleCall(source: string, values: Readonly<Record<string, unknown>>): HclBlock {
  return {
    header: 'module "perimeter"',
    arguments: [
      ["source", JSON.stringify(source)],
      ...Object.entries(values).map(([name, value]) => [name, hclValue(value)] as const),
    ],
  };
}

/** Identifies the page of a generated module, in every version. */
export const GENERATED_NOTE = "The module is generated from the constructs of studio-perimeter.";

/** The page of a module: README.md. */
export function moduleReadme({
  source,
  version,
  inputs,
  configuration,
  pieces,
  price,
  picture,
  requires,
}: ModuleFacts): string {
  const { name, posture, protection, probe } = source;
  const count = Object.values(configuration.resource).reduce((sum, blocks) => sum + Object.keys(blocks).length, 0);
  const zones = probe.availabilityZones.length;
  return `# SageMaker Studio perimeter: ${name}

Amazon SageMaker Studio in a VPC of its own. ${POSTURES[posture]} Version ${version}.

Requires Terraform \`${requires.terraform}\`, and the provider \`hashicorp/aws\` \`${requires.aws}\`.

${GENERATED_NOTE} Do not edit it: change the inputs, or generate it again.
${picture === undefined ? "" : `\n![The minimal example: subnets in each zone, the routes of their traffic, endpoints and data stores](${picture})\n`}
## Usage

\`\`\`terraform
${hclFile([moduleCall("./path/to/this/module", minimalArguments(source))])}
output "perimeter_posture" {
  value = module.perimeter.perimeter_posture
}
\`\`\`

The provider is that of the caller, in the Region of the input \`region\`. \`examples/minimal\` and \`examples/complete\` are whole root modules.

## What it proves

The output \`perimeter_posture\` declares what the perimeter promises. Publish it from the root module, as above. Then \`verify\` decides the
claims of studio-perimeter on a plan or a state, as it does on its own stacks:

\`\`\`sh
terraform plan -out plan
terraform show -json plan > plan.json
studio-perimeter verify --plan plan.json
\`\`\`

A root module may call the module several times. It then publishes the posture of each call by its address, and \`verify\` decides the claims of
each. With values such as \`each.key\`, add \`--source\` and the folder of the root module.

\`\`\`terraform
output "perimeter_postures" {
  value = { "module.perimeter" = module.perimeter.perimeter_posture, "module.other" = module.other.perimeter_posture }
}
\`\`\`

The validations of the inputs refuse what the environments of studio-perimeter refuse, except public suffixes such as \`co.uk\`. \`verify\`
reports these, and the subdomains of hosts where anyone can publish, such as \`github.com\`.

## Fixed by the module

- Posture \`${posture}\`, with ${zones} Availability Zone${zones === 1 ? "" : "s"}. Subnets: Studio /${probe.subnetPrefixLengths.studio}, endpoints /${probe.subnetPrefixLengths.endpoint}. Room for ${userCapacity(probe)} users.
- ${PROTECTION_TEXTS[protection]}
${fixedLines(source)}
- Regions: ${MODULE_REGIONS.join(", ")}.
${price === undefined ? "" : `\n## Price\n\n${price}\n`}
## Inputs

${inputTable(inputs)}

## Outputs

${outputTable(configuration.output)}

## Resources

${count} resources${source.options.length === 0 ? "" : ", of which some exist only with user access, a capability or an endpoint service"}; those of users, their roles, ports, own endpoints and corporate blocks exist once for each.

${resourceTable(configuration.resource)}
${piecesSection(pieces)}`;
}

function piecesSection(pieces: ModuleFacts["pieces"]): string {
  return pieces.length === 0
    ? ""
    : `
## Pieces

These parts of the module can be used alone, in a network of your own. The page of each names its inputs.

${pieces.map(({ name, summary }) => `- \`modules/${name}\`: ${summary}`).join("\n")}
`;
}

/** What has no input. A module of an environment fixes the fields of the environment that are none. */
function fixedLines({ name, fixed }: ModuleSource): string {
  return fixed === undefined
    ? `- Sign-in with IAM.
- No notebook instance, client instance, audit trail, detective controls or presigned URLs that work in every network. Export the module of an environment that has them.`
    : `- These fields of the environment \`${name}\`. Findings that it accepts are not part of the module: its callers accept their own.

\`\`\`json
${JSON.stringify(fixed, null, 2)}
\`\`\`

- Its roles have no permissions boundary of a pipeline.`;
}
