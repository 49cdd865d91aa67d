import { cidrToId } from "../../constructs/endpoints/endpoint-ingress";
import { type Expression, interpolate, templateExpression } from "./hcl/expression";
import { textRules } from "./input-rules";
import type { JsonTree } from "./json-tree";
import { PROBE } from "./module-probe";
import { conditionExpression, type OptionCondition } from "./options/option-condition";
import { type MergedBlock, synthesizeVariants, withOptions } from "./options/synthesize-variants";
import type { MergedTree } from "./options/varying-tree";
import { optionalValue } from "./options/write-variation";
import type { ConfigurationSource } from "./source/module-source";
import { encodedText, requireNoProbeValue, substituteInputs } from "./substitute-inputs";

/** Arguments of one block. */
type Block = Readonly<Record<string, JsonTree>>;

/** A section of Terraform JSON: type, name, block. */
export type Section = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** The Terraform JSON of a module, without variables. */
export interface ModuleConfiguration {
  readonly resource: Section;
  readonly data: Section;
  readonly module: Readonly<Record<string, Block>>;
  readonly locals: Readonly<Record<string, string>>;
  readonly output: Readonly<Record<string, Block>>;
}

/**
 * The stack of an environment with probe values, as the configuration of a module: expressions over variables in place of the
 * probe values, no backend and no provider.
 *
 * A part of the stack that only some options have is there under their condition. Which parts these are is not stated anywhere: the
 * stack is synthesized without options, with each of them, and with all.
 *
 * @throws when a value of the probe reaches a place for which there is no rule, or a part depends on options in a way that no
 * condition expresses
 */
export function moduleConfiguration(source: Pick<ConfigurationSource, "probe" | "options">): ModuleConfiguration {
  const configuration = knownConfigurations.get(source) ?? newConfiguration(source);
  knownConfigurations.set(source, configuration);
  return configuration;
}

/** Files, pieces and interface of a module are made of one configuration, which takes a synthesis for each option and two more. */
const knownConfigurations = new WeakMap<object, ModuleConfiguration>();

function newConfiguration({ probe, options }: Pick<ConfigurationSource, "probe" | "options">): ModuleConfiguration {
  const { resource, data, output, taggable } = synthesizeVariants(probe, options);
  const inputRules = textRules(withOptions(probe, options));
  const scripts = ENCODED.flatMap((encoded) =>
    encodedScripts(encoded, resource).map((content, index) =>
      encodedText(index === 0 ? encoded.local : `${encoded.local}_${index + 1}`, content, inputRules),
    ),
  );
  const substitution = { rules: [...scripts.flatMap((script) => script.rules), ...inputRules], options };
  const substitute = (tree: MergedTree) => substituteInputs(tree, substitution);
  const conditionFor = (when: OptionCondition | undefined): Expression | undefined =>
    when && conditionExpression(when, options);
  const written: ModuleConfiguration = {
    resource: sectionOf(withoutOtherElements(resource), (block) => {
      const { type, name, value, when } = block;
      const repeated = repetitionOf(block);
      const own = substitute(value) as Block;
      const tagged = taggable.has(`${type}.${name}`) ? { ...own, tags: mergedTags(own.tags) } : own;
      const guarded = withOwnArguments(`${type}.${repeated?.name ?? name}`, tagged);
      return [repeated?.name ?? name, { ...instancesOf(conditionFor(when), repeated?.forEach), ...guarded }];
    }),
    data: sectionOf(data, ({ name, value, when }) => [
      name,
      { ...instancesOf(conditionFor(when)), ...(substitute(value) as Block) },
    ]),
    locals: Object.fromEntries(scripts.map(({ local, template }) => [local, template])),
    module: { aws_accounts: { source: "./modules/aws-accounts", region: interpolate("var.region") } },
    output: Object.fromEntries(
      output.map(({ key, value, when }) => {
        const { value: result = null, ...rest } = value as { readonly [key: string]: MergedTree };
        return [
          key,
          { ...(substitute(rest) as Block), value: optionalValue({ value: result, when }, { options, substitute }) },
        ];
      }),
    ),
  };
  const configuration = withInstanceKeys(written);
  requireNoProbeValue({ ...configuration }, "module");
  return configuration;
}

/** Arguments of a module that its stack has not, or that depend on a member of an input and not on its value. */
function withOwnArguments(address: string, block: Block): Block {
  switch (address) {
    case "aws_vpc.network_vpc":
      return withPreconditions(block);
    case "aws_vpc_endpoint.own_endpoints_to":
      return { ...block, private_dns_enabled: interpolate("each.value.private_dns_name != null") };
    default:
      return block;
  }
}

/** How many instances a resource has: one for each element, or one where a condition holds. */
function instancesOf(condition: Expression | undefined, forEach?: Expression): Block {
  if (condition === undefined) {
    return forEach === undefined ? {} : { for_each: interpolate(forEach) };
  }
  return forEach === undefined
    ? { count: interpolate(`${condition} ? 1 : 0`) }
    : { for_each: interpolate(`{ for key, value in ${forEach} : key => value if ${condition} }`) };
}

/** References to resources that exist only under a condition name their instance. */
function withInstanceKeys(configuration: ModuleConfiguration): ModuleConfiguration {
  const counted = [
    ...countedAddresses(configuration.resource),
    ...countedAddresses(configuration.data).map((address) => `data.${address}`),
  ];
  if (counted.length === 0) {
    return configuration;
  }
  const reference = new RegExp(
    `(?<![\\w.])(${counted.map((address) => address.replaceAll(".", "\\.")).join("|")})(?=\\.\\w)`,
    "g",
  );
  return JSON.parse(JSON.stringify(configuration).replaceAll(reference, "$1[0]"));
}

function countedAddresses(section: Section): readonly string[] {
  return Object.entries(section).flatMap(([type, blocks]) =>
    Object.entries(blocks).flatMap(([name, block]) => ("count" in block ? [`${type}.${name}`] : [])),
  );
}

/** Scripts in base64 that contain values of inputs. Each team has its own. */
const ENCODED = [
  {
    local: "lifecycle_script",
    type: "aws_sagemaker_studio_lifecycle_config",
    argument: "studio_lifecycle_config_content",
  },
  {
    local: "notebook_script",
    type: "aws_sagemaker_notebook_instance_lifecycle_configuration",
    argument: "on_start",
  },
] as const;

function encodedScripts(
  { type, argument }: (typeof ENCODED)[number],
  resource: readonly MergedBlock[],
): readonly string[] {
  const blocks = resource.filter((block) => block.type === type);
  return [...new Set(blocks.map(({ value }) => String((value as { readonly [key: string]: MergedTree })[argument])))];
}

/**
 * Without the second of two elements that stand for any number of them: the owner of the notebook instance, who is also one of the
 * users, and the second role of end users.
 */
function withoutOtherElements(blocks: readonly MergedBlock[]): readonly MergedBlock[] {
  const [, otherRole] = PROBE.endUserRoles;
  return blocks.filter(
    ({ name, value }) =>
      !name.endsWith(`_${PROBE.notebookUser}`) && !(name.includes("_launcher_") && isAbout(value, otherRole)),
  );
}

function isAbout(tree: MergedTree, text: string): boolean {
  return JSON.stringify(tree).includes(text);
}

/** Resources that exist once for each element of an input. */
interface Repetition {
  /** The part of their names that is the element. */
  readonly element: RegExp;
  /** The expression of their instances. */
  readonly forEach: Expression;
  /** A text of the probe that they have. @default - the name tells enough */
  readonly text?: string;
}

const REPETITIONS: readonly Repetition[] = [
  { element: new RegExp(`_${PROBE.user}$`), forEach: "{ for user in var.user_profiles : user.name => user }" },
  {
    element: new RegExp(`_${PROBE.port}$`),
    forEach: "toset([for port in flatten([for domain in var.allowed_domains : domain.ports]) : tostring(port)])",
  },
  {
    element: new RegExp(`_${PROBE.ownEndpoint}$`),
    forEach: "{ for endpoint in var.own_endpoints : endpoint.name => endpoint }",
  },
  {
    element: new RegExp(`_${PROBE.ownEndpoint}_${PROBE.ownPort}$`),
    forEach:
      'toset(flatten([for endpoint in var.own_endpoints : [for port in endpoint.ports : "${endpoint.name} ${port}"]]))',
  },
  {
    element: new RegExp(`_${cidrToId(PROBE.corporateCidr)}(?=$|_tcp$|_udp$)`),
    forEach: "toset(var.corporate_cidrs)",
  },
  {
    // The roles of the users, or the one role that the module has for them.
    element: /(?<=_launcher)_1$/,
    text: PROBE.endUserRoles[0],
    forEach: 'toset(var.self_service == "roles" ? var.end_user_roles : ["developer"])',
  },
];

/** The name without the element, where a resource exists once for each. */
function repetitionOf({
  name,
  value,
}: MergedBlock): { readonly name: string; readonly forEach: Expression } | undefined {
  const repetition = REPETITIONS.find(
    ({ element, text }) => element.test(name) && (text === undefined || isAbout(value, text)),
  );
  return repetition && { name: name.replace(repetition.element, ""), forEach: repetition.forEach };
}

/** The tags that the provider of a stack adds by default, and those of the resource itself. */
function mergedTags(own: JsonTree | undefined): string {
  const members = Object.entries((own ?? {}) as Readonly<Record<string, string>>);
  const fixed = [
    'Project = "studio-perimeter"',
    "Environment = var.name",
    ...members.map(([key, value]) => `${key} = ${templateExpression(value)}`),
  ];
  return interpolate(`merge(var.tags, { ${fixed.join(", ")} })`);
}

/** The consumer's provider must use the Region whose accounts the policies name, and the account that an input may name. */
function withPreconditions(vpc: Block): Block {
  const ofAccount = {
    condition: interpolate(
      "var.account_id == null || data.aws_caller_identity.account_caller.account_id == var.account_id",
    ),
    error_message: `account_id: is not the account of the provider, got ${interpolate('coalesce(var.account_id, "none")')}; use credentials of that account`,
  };
  const ofRegion = {
    condition: interpolate("data.aws_region.account_region.region == var.region"),
    error_message: `region: is not the Region of the provider, got ${interpolate("var.region")}; use ${interpolate("data.aws_region.account_region.region")}, or another provider`,
  };
  return { ...vpc, lifecycle: { precondition: [ofRegion, ofAccount] } };
}

/** Blocks as a section of Terraform JSON. */
function sectionOf(blocks: readonly MergedBlock[], write: (block: MergedBlock) => readonly [string, Block]): Section {
  const section: Record<string, Record<string, Block>> = {};
  for (const block of blocks) {
    const [name, written] = write(block);
    section[block.type] = { ...section[block.type], [name]: written };
  }
  return section;
}
