import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource } from "cdktf";
import type { Environment } from "../../envs/schema/environment";
import { disableCreationStacks } from "../cdktf/disable-creation-stacks";
import { replaceIsArray } from "../cdktf/replace-is-array";
import { PerimeterStack } from "../perimeter-stack";
import { interpolate } from "./hcl/expression";
import { PROBE } from "./module-probe";
import { encodedText, type JsonTree, requireNoProbeValue, substituteInputs, textRules } from "./substitute-inputs";

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

/** A synthesized stack, and which of its resources can have tags. */
interface SynthesizedProbe {
  readonly resource: Section;
  readonly data: Section;
  readonly output: Readonly<Record<string, Block>>;
  readonly taggable: ReadonlySet<string>;
}

/**
 * The stack of an environment with probe values, as the configuration of a module: expressions over variables in place of the
 * probe values, no backend and no provider.
 *
 * @throws when a value of the probe reaches a place for which there is no rule
 */
export function moduleConfiguration(probe: Environment): ModuleConfiguration {
  const { resource, data, output, taggable } = synthesizeProbe(probe);
  const inputRules = textRules(probe);
  const scripts = ENCODED.flatMap((encoded) =>
    encodedScripts(encoded, resource).map((content, index) =>
      encodedText(index === 0 ? encoded.local : `${encoded.local}_${index + 1}`, content, inputRules),
    ),
  );
  const rules = [...scripts.flatMap((script) => script.rules), ...inputRules];
  const configuration: ModuleConfiguration = {
    resource: mapBlocks(withoutNotebookUser(resource), (type, name, block) => {
      const repeated = repetitionOf(name);
      const own = substituteInputs(block, rules) as Block;
      const tagged = taggable.has(`${type}.${name}`) ? { ...own, tags: mergedTags(own.tags) } : own;
      const guarded = type === "aws_vpc" ? withPreconditions(tagged) : tagged;
      return repeated === undefined ? [name, guarded] : [repeated.name, { for_each: repeated.forEach, ...guarded }];
    }),
    data: mapBlocks(data, (_, name, block) => [name, substituteInputs(block, rules) as Block]),
    locals: Object.fromEntries(scripts.map(({ local, template }) => [local, template])),
    module: { aws_accounts: { source: "./modules/aws-accounts", region: interpolate("var.region") } },
    output: substituteInputs(output, rules) as ModuleConfiguration["output"],
  };
  requireNoProbeValue({ ...configuration }, "module");
  return configuration;
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

function encodedScripts({ type, argument }: (typeof ENCODED)[number], resource: Section): readonly string[] {
  return [...new Set(Object.values(resource[type] ?? {}).map((block) => String(block[argument])))];
}

/** The owner of the notebook instance is also one of the users, each of which is an instance of the same resources. */
function withoutNotebookUser(section: Section): Section {
  return Object.fromEntries(
    Object.entries(section).map(([type, blocks]) => [
      type,
      Object.fromEntries(Object.entries(blocks).filter(([name]) => !name.endsWith(`_${PROBE.notebookUser}`))),
    ]),
  );
}

/** A name of a resource that exists once for each user or port, with the expression of its instances. */
function repetitionOf(name: string): { readonly name: string; readonly forEach: string } | undefined {
  const [user, port] = [`_${PROBE.user}`, `_${PROBE.port}`];
  if (name.endsWith(user)) {
    const forEach = interpolate("{ for user in var.user_profiles : user.name => user }");
    return { name: name.slice(0, -user.length), forEach };
  }
  return name.endsWith(port)
    ? {
        name: name.slice(0, -port.length),
        forEach: interpolate(
          "toset([for port in flatten([for domain in var.allowed_domains : domain.ports]) : tostring(port)])",
        ),
      }
    : undefined;
}

/** The tags that the provider of a stack adds by default, and those of the resource itself. */
function mergedTags(own: JsonTree | undefined): string {
  const members = Object.entries((own ?? {}) as Readonly<Record<string, string>>);
  const fixed = [
    'Project = "studio-perimeter"',
    "Environment = var.name",
    ...members.map(([key, value]) => `${key} = ${expressionOf(value)}`),
  ];
  return interpolate(`merge(var.tags, { ${fixed.join(", ")} })`);
}

/** A text as an expression: the interpolation itself, if it is only one. */
function expressionOf(text: string): string {
  const [, only] = /^\$\{([^{}]*)\}$/.exec(text) ?? [];
  return only ?? `"${text}"`;
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

function mapBlocks(section: Section, map: (type: string, name: string, block: Block) => [string, Block]): Section {
  return Object.fromEntries(
    Object.entries(section).map(([type, blocks]) => [
      type,
      Object.fromEntries(Object.entries(blocks).map(([name, block]) => map(type, name, block))),
    ]),
  );
}

function synthesizeProbe(environment: Environment): SynthesizedProbe {
  disableCreationStacks();
  replaceIsArray();
  const outdir = mkdtempSync(join(tmpdir(), "studio-perimeter-module-"));
  try {
    const stack = new PerimeterStack(new App({ outdir }), environment.name, { environment });
    stack.prepareStack();
    const { resource, data, output } = withoutComments(stack.toTerraform() as JsonTree) as unknown as SynthesizedProbe;
    const resources = stack.node.findAll().filter((element) => TerraformResource.isTerraformResource(element));
    const taggable = resources.filter((element) => "tagsInput" in element);
    return {
      resource,
      data,
      output,
      taggable: new Set(taggable.map((element) => `${element.terraformResourceType}.${element.friendlyUniqueId}`)),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The tree without the construct paths that cdktf writes. */
function withoutComments(tree: JsonTree): JsonTree {
  if (Array.isArray(tree)) {
    return tree.map(withoutComments);
  }
  return typeof tree === "object" && tree !== null
    ? Object.fromEntries(
        Object.entries(tree).flatMap(([key, value]) => (key === "//" ? [] : [[key, withoutComments(value)]])),
      )
    : tree;
}
