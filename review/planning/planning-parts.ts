import { isRegionName } from "../../aws/partitions";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  namedBlocks,
} from "../../verify/terraform/terraform-configuration";
import { withoutComments } from "../model/json-comments";
import { definitionsBehind } from "./definitions-behind";
import { type FunctionCall, functionCalls } from "./function-calls";

/**
 * Something that Terraform executes, loads or contacts when it initializes a folder and plans.
 *
 * - `block`: a provider, a module, a backend, a data source and so on.
 * - `call`: a function that reads files or runs in a provider. A template calls functions, too, so `files` stands for its content.
 */
export type PlanningPart =
  | {
      readonly kind: "block";
      /** Names of the block, joined by dots, as in `data.external.who`. */
      readonly path: string;
      readonly value: Json;
      /** What its expressions refer to, by name: the block can be the same text and mean something else. */
      readonly definitions: JsonObject;
    }
  | ({ readonly kind: "call"; readonly files: string } & FunctionCall);

/**
 * What Terraform would execute, load or contact when it plans a root module. Closed: a section that is not known to be only values is
 * a part as a whole. Not among them is what happens in an apply alone, except provisioners, and settings that can only name an AWS
 * Region or account.
 *
 * @param files digest of the other files of the root module: a module or a template in them is loaded with their content
 */
export function planningParts(json: JsonObject, files: string): readonly PlanningPart[] {
  const configuration = withoutComments(json) as JsonObject;
  const blocks = Object.entries(configuration).flatMap(([section, body]) =>
    (Object.hasOwn(sections, section) ? sections[section as keyof typeof sections] : wholeSection)(section, body),
  );
  return [
    ...[...blocks, ...impliedProviders(configuration)].map(([path, value]): PlanningPart => {
      const definitions = definitionsBehind(value, configuration);
      return {
        kind: "block",
        path,
        value,
        definitions: loadsFiles(path, value) ? { ...definitions, files } : definitions,
      };
    }),
    ...functionCalls("", configuration).map(
      ({ where, ...call }): PlanningPart => ({
        kind: "call",
        where: where.slice(1),
        files: call.name.endsWith("templatefile") ? files : "",
        ...call,
      }),
    ),
  ];
}

type NamedBlock = readonly [path: string, value: Json];

type BlocksOfSection = (section: string, body: Json) => readonly NamedBlock[];

const wholeSection: BlocksOfSection = (section, body) => [[section, body]];

/** Only values, or moves in the state: expressions in them are searched for calls of functions. */
const valuesAlone: BlocksOfSection = () => [];

const blocksByName: BlocksOfSection = (section, body) =>
  namedBlocks(body).map(([name, block]) => [`${section}.${name}`, block]);

const blocksByTypeAndName: BlocksOfSection = (section, body) =>
  namedBlocks(body).flatMap(([type, named]) => blocksByName(`${section}.${type}`, named));

/** Top-level sections of Terraform's JSON. Each other one is a part as a whole. */
const sections = {
  output: valuesAlone,
  locals: valuesAlone,
  variable: valuesAlone,
  moved: valuesAlone,
  module: blocksByName,
  ephemeral: blocksByTypeAndName,
  data: (section, body) =>
    blocksByTypeAndName(section, body).filter(([path]) => !settingsDataSources.has(path.split(".")[1] ?? "")),
  provider: (section, body) =>
    blocksByName(section, body).map(([path, block]) => [path, withoutHarmlessSettings(path, block)]),
  resource: (section, body) =>
    blocksByTypeAndName(section, body).flatMap(([path, block]) =>
      ["provisioner", "connection"].flatMap((name): readonly NamedBlock[] => {
        const value = isJsonObject(block) ? block[name] : undefined;
        return value === undefined ? [] : [[`${path}.${name}`, value]];
      }),
    ),
  terraform: (section, body) =>
    blocksOf(body).flatMap((block) =>
      Object.entries(block).flatMap(([name, value]) =>
        name === "required_providers"
          ? blocksOf(value).flatMap((providers) =>
              Object.entries(providers).map(([local, one]): NamedBlock => [`${section}.${name}.${local}`, one]),
            )
          : [[`${section}.${name}`, value] as NamedBlock],
      ),
    ),
} as const satisfies Readonly<Record<string, BlocksOfSection>>;

/** Data sources of AWS that return settings of the account, of the caller or of AWS, in which nobody keeps a secret. */
const settingsDataSources: ReadonlySet<string> = new Set(
  `
aws_arn aws_availability_zone aws_availability_zones aws_caller_identity aws_default_tags
aws_ec2_transit_gateway_vpc_attachment aws_iam_policy_document aws_iam_session_context aws_partition aws_prefix_list
aws_region aws_regions aws_route_table aws_service aws_service_principal aws_subnet aws_vpc
`
    .trim()
    .split(/\s+/),
);

/** Settings of the AWS provider that say where in AWS it works. As literals they name no other host. */
const harmlessSettings: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ["alias", isLiteral],
  ["allowed_account_ids", isLiteral],
  ["default_tags", isLiteral],
  ["forbidden_account_ids", isLiteral],
  ["region", (value: Json) => typeof value === "string" && isRegionName(value)],
]);

function isLiteral(value: Json): boolean {
  return !/[$%]\{/.test(JSON.stringify(value));
}

function withoutHarmlessSettings(path: string, block: Json): Json {
  return path === "provider.aws" && isJsonObject(block)
    ? Object.fromEntries(Object.entries(block).filter(([name, value]) => harmlessSettings.get(name)?.(value) !== true))
    : block;
}

/** Providers that Terraform downloads although `required_providers` does not name them: a type names its provider. */
function impliedProviders(configuration: JsonObject): readonly NamedBlock[] {
  const required = blocksOf(configuration.terraform)
    .flatMap(({ required_providers: providers }) => blocksOf(providers))
    .flatMap((providers) => Object.keys(providers));
  const used = ["resource", "data", "ephemeral", "list", "action"].flatMap((section) =>
    namedBlocks(configuration[section]).flatMap(([type, named]) =>
      namedBlocks(named).map(([, { provider }]) => providerName(provider) ?? type.split("_", 1)[0] ?? type),
    ),
  );
  const configured = namedBlocks(configuration.provider).map(([name]) => name);
  return [...new Set([...used, ...configured])]
    .filter((name) => name !== "terraform" && !required.includes(name))
    .map((name) => [`implied provider ${name}`, {}]);
}

/** The local name in `aws.west`, which old syntax writes as `${aws.west}`. */
function providerName(reference: Json | undefined): string | undefined {
  return typeof reference === "string" ? /^[${\s]*([^.}\s]+)/.exec(reference)?.[1] : undefined;
}

/** Whether a module is a folder of the root module. */
function loadsFiles(path: string, value: Json): boolean {
  const { source } = isJsonObject(value) ? value : {};
  return path.startsWith("module.") && !(typeof source === "string" && /^[^./~]/.test(source));
}
