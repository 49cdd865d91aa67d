import { groupBy } from "../../../verify/collections/group-by";
import { ownEntry } from "../../../verify/collections/own-entry";
import {
  blocksOf,
  type Json,
  type JsonObject,
  namedBlocks,
  objectOf,
  type TerraformConfiguration,
} from "../../../verify/terraform/terraform-configuration";
import { mayCompareTag } from "../../arguments/compared-tags";
import { createDifference, formatList, type ReviewDifference, type Severity } from "../../model/review-difference";
import { changedLeaves, leafText, posturePath } from "./changed-leaves";
import { moduleCallDifferences } from "./module-call-differences";
import { outputDifferences } from "./output-differences";

/** How a change in each top-level section of Terraform's JSON matters. Every other section runs something or moves state. */
const severityOfSection: Readonly<Record<string, Severity | "compared elsewhere">> = {
  "//": "compared elsewhere",
  resource: "compared elsewhere",
  data: "compared elsewhere",
  output: "compared elsewhere",
  module: "compared elsewhere",
  locals: "changes",
  variable: "changes",
};

/**
 * Meta-arguments of a resource or data source: who creates it, what else Terraform runs, and what it keeps, ignores, replaces or
 * checks. Terraform expands the others.
 */
const metaArgumentSeverities: Readonly<Record<string, Severity>> = {
  provider: "executes",
  provisioner: "executes",
  connection: "executes",
  lifecycle: "executes",
  count: "changes",
  for_each: "changes",
  depends_on: "changes",
};

/** The root modules of both sides, as Terraform JSON. */
export interface ComparedFiles {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** The same as the models read them, where they do. */
export interface ComparedConfigurations {
  readonly before?: TerraformConfiguration;
  readonly after?: TerraformConfiguration;
}

/**
 * Changes of what Terraform runs, with which provider and credentials, and where it keeps its state: provider sources, versions and
 * arguments, the backend, modules, imports, moved and removed resources, provisioners, lifecycles. No model of the perimeter reads
 * them. A local value, a variable or a data source that no model could evaluate cannot be determined.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function executionDifferences(
  files: ComparedFiles,
  configurations: ComparedConfigurations = {},
): readonly ReviewDifference[] {
  const [before, after] = [withMergedBlocks(files.before), withMergedBlocks(files.after)];
  const sections = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const isUnresolved = unresolvedReferences(configurations);
  const isHarmless = uncomparedDefaultTags(configurations);
  return [
    ...sections.flatMap((section) =>
      sectionDifferences(section, before[section], after[section], { isUnresolved, isHarmless }),
    ),
    ...outputDifferences(before.output, after.output),
    ...moduleCallDifferences(before.module, after.module, [configurations.before, configurations.after]),
    ...foldedMetaArguments([
      ...metaArgumentDifferences(before.resource, after.resource, ""),
      ...metaArgumentDifferences(before.data, after.data, "data."),
    ]),
    ...rerunDifferences(before.resource, after.resource),
    ...dataSourceDifferences(before.data, after.data, isUnresolved),
    ...organizationDifferences(before, after),
  ];
}

/** Whether the normal form of either side still refers to a name, such as `local.cidr`. */
function unresolvedReferences({ before, after }: ComparedConfigurations): (reference: string) => boolean {
  const texts = [before, after].map((configuration) =>
    // What a lifecycle refers to, such as a precondition, can only stop an apply.
    JSON.stringify((configuration?.resources ?? []).map(({ values: { lifecycle: _, ...values } }) => values)),
  );
  return (reference) => {
    const pattern = new RegExp(`(?<![\\w.-])${reference.replaceAll(".", "\\.")}(?![\\w-])`);
    return texts.some((text) => pattern.test(text));
  };
}

/** What decides how the change of a value of a section matters. */
interface LeafQuestions {
  /** Whether something still refers to a name. */
  readonly isUnresolved: (reference: string) => boolean;
  /** Whether the value at a path gives nobody anything. */
  readonly isHarmless: (path: string) => boolean;
}

/** Whether a path is that of a tag which the provider sets on every resource, and which no policy compares. */
function uncomparedDefaultTags({ before, after }: ComparedConfigurations): (path: string) => boolean {
  return (path) => {
    const [, tag] = /^provider\.aws\.default_tags\.tags\.(.+)$/.exec(path) ?? [];
    return tag !== undefined && before !== undefined && after !== undefined && !mayCompareTag([before, after], tag);
  };
}

/** The accounts of the declared organization count as the stack's own. */
function organizationDifferences(before: JsonObject, after: JsonObject): readonly ReviewDifference[] {
  const path = `${posturePath}.value.organization_id`;
  const [one, other] = [organizationOf(before), organizationOf(after)];
  return one === other
    ? []
    : [createDifference(other === undefined ? "changes" : "opens", leafText(path, one, other), [path])];
}

function organizationOf({ output }: JsonObject): Json | undefined {
  return objectOf(objectOf(objectOf(output).perimeter_posture).value).organization_id;
}

/** Sections that HCL writes in several blocks, each with names of its own. */
const sectionsOfNames: ReadonlySet<string> = new Set(["locals", "variable", "output"]);

function withMergedBlocks(file: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(file).map(([section, value]) => [
      section,
      sectionsOfNames.has(section)
        ? Object.fromEntries(blocksOf(value).flatMap((block) => Object.entries(block)))
        : value,
    ]),
  );
}

function sectionDifferences(
  section: string,
  before: Json | undefined,
  after: Json | undefined,
  { isUnresolved, isHarmless }: LeafQuestions,
): readonly ReviewDifference[] {
  const severityOf = ownEntry(severityOfSection, section) ?? "executes";
  if (severityOf === "compared elsewhere") {
    return [];
  }
  return changedLeaves(section, before, after).map(({ path, text }) => {
    const severity = isHarmless(path) ? "changes" : severityOf;
    const [, name = ""] = path.split(".");
    const reference = { locals: `local.${name}`, variable: `var.${name}` }[section];
    const isUnclear = reference !== undefined && isUnresolved(reference);
    return isUnclear
      ? createDifference("unclear", `${text}: what refers to it cannot be compared`, [path])
      : createDifference(severity, text, [path]);
  });
}

function metaArgumentDifferences(
  before: Json | undefined,
  after: Json | undefined,
  prefix: string,
): readonly ReviewDifference[] {
  const [bodiesBefore, bodiesAfter] = [resourceBodies(before), resourceBodies(after)];
  const addresses = [...new Set([...bodiesBefore.keys(), ...bodiesAfter.keys()])];
  return addresses.flatMap((address) => {
    const [one, other] = [bodiesBefore.get(address), bodiesAfter.get(address)];
    return Object.entries(metaArgumentSeverities).flatMap(([argument, severity]) => {
      // The lifecycle of a resource that comes or goes changes nothing that exists.
      const isOneSided = (one === undefined || other === undefined) && !alwaysExecuting.has(argument);
      const leaves = isOneSided
        ? []
        : changedLeaves(`${prefix}${address}.${argument}`, one?.[argument], other?.[argument]);
      return leaves.map(({ path, text }) =>
        isProtectionLost(path, other)
          ? createDifference("loses", text, [path, `${prefix}${address}`], "service-lost")
          : createDifference(severity, text, [path, `${prefix}${address}`]),
      );
    });
  });
}

/** Whether Terraform refused to destroy the resource, and does no longer. */
function isProtectionLost(path: string, after: JsonObject | undefined): boolean {
  const isOn = blocksOf(after?.lifecycle).some(({ prevent_destroy }) => prevent_destroy === true);
  return path.endsWith(".lifecycle.prevent_destroy") && !isOn;
}

/** From this number on, resources with the same change of a meta-argument are one item. */
const minimumGroup = 2;

function foldedMetaArguments(differences: readonly ReviewDifference[]): readonly ReviewDifference[] {
  const changeOf = ({ text, addresses: [, address = ""] }: ReviewDifference): string => text.slice(address.length + 1);
  const alike = groupBy(differences, (difference) => `${difference.severity} ${changeOf(difference)}`);
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < minimumGroup) {
      return group;
    }
    const names = group.map(({ addresses: [, address = ""] }) => address);
    return [
      {
        ...createDifference(first.severity, `${changeOf(first)} (${formatList(names)})`, names, first.kind),
        details: group.map(({ text }) => text),
      },
    ];
  });
}

/** Meta-arguments that matter for a new resource, too. */
const alwaysExecuting: ReadonlySet<string> = new Set(["provider", "provisioner", "connection"]);

/** What a data source returns is not known. One that a resource refers to may change anything. */
function dataSourceDifferences(
  before: Json | undefined,
  after: Json | undefined,
  isUnresolved: (reference: string) => boolean,
): readonly ReviewDifference[] {
  const [bodiesBefore, bodiesAfter] = [resourceBodies(before), resourceBodies(after)];
  return [...new Set([...bodiesBefore.keys(), ...bodiesAfter.keys()])].flatMap((name) => {
    const address = `data.${name}`;
    const leaves = changedLeaves(address, argumentsOf(bodiesBefore.get(name)), argumentsOf(bodiesAfter.get(name)));
    // Whatever referred to one that is removed changes itself.
    const isNamed = bodiesAfter.has(name) && isUnresolved(address);
    const severity = runsOnRead(name) && bodiesAfter.has(name) ? "executes" : "changes";
    return leaves.map(({ path, text }) =>
      isNamed && severity === "changes"
        ? createDifference("unclear", `${text}: what it returns is not known`, [path, address])
        : createDifference(severity, text, [path, address]),
    );
  });
}

/**
 * Whether Terraform runs or calls something to read the data source, with the first plan already: a program (`external`), a URL
 * (`http`), another state, or a Lambda function.
 */
function runsOnRead(name: string): boolean {
  return !/^(?:aws|template|local|cloudinit|null)_/.test(name) || name.startsWith("aws_lambda_invocation.");
}

/** Terraform runs the provisioners of a resource whenever it replaces it, also where they do not change. */
function rerunDifferences(before: Json | undefined, after: Json | undefined): readonly ReviewDifference[] {
  const bodiesBefore = resourceBodies(before);
  return [...resourceBodies(after)].flatMap(([address, body]) => {
    const earlier = bodiesBefore.get(address);
    const leaves =
      earlier === undefined || body.provisioner === undefined
        ? []
        : changedLeaves(address, argumentsOf(earlier), argumentsOf(body));
    return leaves.slice(0, 1).map(({ text }) => {
      const said = `${text}: where Terraform replaces the resource, its provisioners run again`;
      return createDifference("executes", said, [address]);
    });
  });
}

function argumentsOf(body: JsonObject | undefined): JsonObject | undefined {
  return (
    body && Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(metaArgumentSeverities, name)))
  );
}

/** The arguments of each resource by address. */
function resourceBodies(section: Json | undefined): ReadonlyMap<string, JsonObject> {
  return new Map(
    namedBlocks(section).flatMap(([type, names]) =>
      namedBlocks(names).map(([name, body]) => [`${type}.${name}`, body] as const),
    ),
  );
}
