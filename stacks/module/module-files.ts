import { readFileSync } from "node:fs";
import { archivePath } from "../../functions/archives";
import { awsAccountsModule } from "./aws-accounts";
import { functionArchiveFile, MODULE_FUNCTIONS } from "./function-archive-file";
import { type HclBlock, hclFile, hclValue } from "./hcl/write-hcl";
import { errorMessage, type ModuleInput } from "./inputs/module-input";
import { moduleConfiguration, type Section } from "./module-configuration";
import {
  completeArguments,
  type ExampleStack,
  exampleRegion,
  exampleStack,
  type ModuleArguments,
  minimalArguments,
} from "./module-examples";
import { moduleInputs } from "./module-inputs";
import { moduleCall, moduleReadme } from "./module-readme";
import { moduleTests } from "./module-tests";
import { piecesOf } from "./pieces/module-pieces";
import { pieceFiles } from "./pieces/piece-files";
import type { ModuleSource } from "./source/module-source";
import { type ModuleInterface, moduleInterface, requireFittingVersion } from "./versions/module-interface";
import { MOVED, type MovedAddress, withMoved } from "./versions/moved-addresses";

/** The picture in the folder of a module. */
const PICTURE_FILE = "picture.svg";

/** Files of a module: path in its folder, and text, or the bytes of an archive. */
export type ModuleFiles = ReadonlyMap<string, string | Uint8Array>;

/** What the files of a module say in addition to its configuration. */
export interface ModuleTexts {
  readonly version: string;
  readonly license: string;
  /** The interface of the last release, with whose version that of the module must fit. @default - there is none */
  readonly released?: ModuleInterface;
  /** Addresses that changed since an earlier release. @default - those of the constructs */
  readonly moved?: readonly MovedAddress[];
  /** The fixed cost per month of the resources, as one sentence. @default - not stated */
  readonly priceOf?: (resources: Readonly<Record<string, Readonly<Record<string, object>>>>) => string;
  /** A picture of the minimal example as SVG, from the Terraform of a stack with its values. @default - no picture */
  readonly drawExample?: (name: string, stack: ExampleStack) => string;
}

/** The interface of a module, as it is kept with each release. */
export function currentInterface(source: ModuleSource, version: string): ModuleInterface {
  return moduleInterface(
    version,
    { inputs: moduleInputs(source), configuration: moduleConfiguration(source) },
    piecesOf(source),
  );
}

/** Versions with which a module works: Terraform with validations across inputs, and the provider's major version of the bindings. */
const REQUIRED_VERSIONS = { terraform: ">= 1.10.0, < 2.0.0", aws: ">= 6.25.0, < 7.0.0" } as const;

/**
 * A Terraform module with the composition of a posture or an environment, and its values as inputs, in the standard structure of modules.
 *
 * @throws when the composition uses an input in a way that no expression of the module has, or the version is too low for what changed
 */
export function moduleFiles(source: ModuleSource, texts: ModuleTexts): ModuleFiles {
  const { version, license, priceOf, released, moved = MOVED } = texts;
  const { name } = source;
  const configuration = moduleConfiguration(source);
  const inputs = moduleInputs(source);
  const { output, ...main } = configuration;
  const outputs = Object.keys(output).length;
  const versionLine = `The module of the ${source.fixed === undefined ? "posture" : "environment"} ${name} as studio-perimeter ${version} generates it: ${inputs.length} inputs, ${outputs} outputs.`;
  const pieces = piecesOf(source);
  const current = moduleInterface(version, { inputs, configuration }, pieces);
  const changes = released === undefined ? [] : requireFittingVersion(`module ${name}`, released, current, moved);
  const changeLines =
    changes.length === 0 ? [] : ["", `Since ${released?.version}:`, "", ...changes.map(({ text }) => `- ${text}`)];
  const price = priceOf?.(alwaysThere(configuration.resource));
  const picture = texts.drawExample?.(name, exampleStack(source));
  return new Map<string, string | Uint8Array>([
    ["main.tf.json", jsonText(withMoved(main, moved))],
    ["variables.tf", variablesFile(inputs)],
    ["outputs.tf.json", jsonText({ output })],
    ["versions.tf", hclFile([versionsBlock])],
    ["modules/aws-accounts/main.tf.json", jsonText(awsAccountsModule())],
    ...pieces.flatMap((piece) => {
      const variables = variablesFile(piece.inputs);
      return pieceFiles(piece, { variables, values: minimalArguments(source), versionsBlock, moved, json: jsonText });
    }),
    ["examples/minimal/main.tf", example(source, minimalArguments(source))],
    ["examples/complete/main.tf", example(source, completeArguments(source))],
    ["tests/module.tftest.hcl", moduleTests(source, inputs)],
    [
      "README.md",
      moduleReadme({
        source,
        version,
        inputs,
        configuration,
        pieces,
        requires: REQUIRED_VERSIONS,
        ...(price === undefined ? {} : { price }),
        ...(picture === undefined ? {} : { picture: PICTURE_FILE }),
      }),
    ],
    ...(picture === undefined ? [] : [[PICTURE_FILE, picture] as const]),
    ["CHANGELOG.md", `# Changelog\n\n## ${version}\n\n${[versionLine, ...changeLines].join("\n")}\n`],
    ["LICENSE", license],
    ...functionArchives(main.resource),
  ]);
}

/** The archives of the functions that resources name. */
function functionArchives(resource: Section): readonly (readonly [string, Uint8Array])[] {
  return MODULE_FUNCTIONS.filter((name) => JSON.stringify(resource).includes(functionArchiveFile(name))).map((name) => [
    functionArchiveFile(name),
    readFileSync(archivePath(name)),
  ]);
}

/** The resources that no option adds. What is on by default costs nothing per hour. */
function alwaysThere(resource: Section): Section {
  return Object.fromEntries(
    Object.entries(resource).map(([type, blocks]) => [
      type,
      Object.fromEntries(Object.entries(blocks).filter(([, block]) => !("count" in block))),
    ]),
  );
}

/** The file that declares inputs as variables. */
export function variablesFile(inputs: readonly ModuleInput[]): string {
  return hclFile(inputs.map(variableBlock));
}

function jsonText(tree: object): string {
  return `${JSON.stringify(tree, null, 2)}\n`;
}

function variableBlock({ name, type, description, default: value, nullable, validations }: ModuleInput): HclBlock {
  return {
    header: `variable "${name}"`,
    arguments: [
      ["description", hclValue(description)],
      ["type", type],
      ...(value === undefined ? [] : ([["default", value]] as const)),
      ["nullable", String(nullable ?? false)],
    ],
    blocks: validations.map((validation) => ({
      header: "validation",
      arguments: [
        ["condition", validation.condition],
        ["error_message", errorMessage(validation)],
      ],
    })),
  };
}

const versionsBlock: HclBlock = {
  header: "terraform",
  arguments: [["required_version", hclValue(REQUIRED_VERSIONS.terraform)]],
  blocks: [
    {
      header: "required_providers",
      arguments: [["aws", hclValue({ source: "hashicorp/aws", version: REQUIRED_VERSIONS.aws })]],
    },
  ],
};

/** A root module that calls the module two folders above. */
function example(source: ModuleSource, values: ModuleArguments): string {
  return hclFile([
    versionsBlock,
    exampleProvider(exampleRegion(source), values.account_id),
    moduleCall("../..", values),
    {
      header: 'output "perimeter_posture"',
      arguments: [
        ["description", hclValue("What the perimeter promises; studio-perimeter verify decides its claims against it")],
        ["value", "module.perimeter.perimeter_posture"],
      ],
    },
  ]);
}

/** The provider of an example. A caller who names the account lets Terraform work in no other one. */
function exampleProvider(region: string, account: unknown): HclBlock {
  return {
    header: 'provider "aws"',
    arguments: [
      ["region", hclValue(region)],
      ...(account === undefined ? [] : ([["allowed_account_ids", hclValue([account])]] as const)),
    ],
  };
}
