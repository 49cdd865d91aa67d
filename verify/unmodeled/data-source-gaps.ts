import { memoize } from "../collections/memoize";
import { ownEntry } from "../collections/own-entry";
import { policyModel } from "../iam/attachments/policy-model";
import { stringLeaves } from "../iam/language/arn-owner";
import { containsUnknown } from "../iam/patterns/placeholders";
import { dataSourceStart, parseTemplate, singleReference } from "../terraform/expressions/template";
import { laterInput, waysToDecide } from "../terraform/references/later-input";
import { isCertainlyOther, mayFindDefault } from "../terraform/references/lookup-properties";
import { resourceTypeOf } from "../terraform/resource-types";
import { argumentsOf, isUnset, metaArguments } from "../terraform/resource-types/argument-uses";
import { everyTopic } from "../terraform/resource-types/resource-type";
import { type UnderstoodDataSource, understoodDataSourceOf } from "../terraform/resource-types/understood-data-sources";
import {
  isJsonObject,
  type Json,
  type Resource,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { type GapTopic, type ModelGap, modelGap } from "./model-gap";

/**
 * Data sources that look up something else than the models take their values for, and values of data sources that no model
 * understands in arguments that a model reads.
 */
export function dataSourceGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const problems = resource.mode === "data" ? lookupProblems(configuration, resource) : [];
  return resource.mode === "data"
    ? problems.map((text) => modelGap(everyTopic, `${resource.address} ${text}`, resource, { type: resource.type }))
    : usedValueGaps(configuration, resource);
}

function lookupProblems(configuration: TerraformConfiguration, { address, type, values }: Resource): readonly string[] {
  const understood = understoodDataSourceOf(type);
  if (understood === undefined) {
    return (ownEntry(callProblems, type) ?? noProblems)(values);
  }
  // A plan and a state also show what was read. Whatever finds something elsewhere asks for, no model knows what it finds.
  const isWritten = configuration.form === "synthesized" || configuration.unanswered?.includes(address) === true;
  const isChecked = isWritten && understood.elsewhere === undefined;
  const written = isChecked ? Object.keys(values) : [];
  return [
    ...written
      .filter((name) => !metaArguments.has(name) && !understood.arguments.includes(name))
      .filter((name) => !isUnset(values[name] ?? null))
      .map((name) => `has ${name}, which is not understood: it can read something else`),
    ...regionProblems(configuration, understood, values),
    ...(isWritten ? referenceProblems(understood, values) : []),
  ];
}

/** How a data source that no model reads can call another host. */
const callProblems: Readonly<Record<string, (values: Resource["values"]) => readonly string[]>> = {
  aws_ip_ranges: urlProblems,
  terraform_remote_state: remoteStateProblems,
  tls_certificate: urlProblems,
};

function urlProblems({ url = null }: Resource["values"]): readonly string[] {
  return isUnset(url) ? [] : ["has url, so that it can call another host"];
}

const noProblems = (): readonly string[] => [];

/**
 * Settings of backends that are only files: of S3, or of the machine that runs Terraform. Each other one can name a host.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
const backendSettings: Readonly<Record<string, readonly string[]>> = {
  local: ["path", "workspace_dir"],
  s3: [
    ...["bucket", "key", "region", "workspace_key_prefix", "encrypt", "kms_key_id", "sse_customer_key"],
    ...["profile", "role_arn", "assume_role", "allowed_account_ids", "use_lockfile", "dynamodb_table"],
  ],
};

function remoteStateProblems({ backend, config = {} }: Resource["values"]): readonly string[] {
  const settings = Object.entries(backendSettings).find(([name]) => name === backend)?.[1];
  const isFile =
    isJsonObject(config) &&
    Object.entries(config).every(([name, value]) => settings?.includes(name) && !mentionsExpression(value));
  return settings !== undefined && isFile ? [] : ["has backend, so that it can call another host"];
}

function mentionsExpression(value: Json): boolean {
  return JSON.stringify(value).includes("${");
}

function regionProblems(
  configuration: TerraformConfiguration,
  { ownRegion = [] }: UnderstoodDataSource,
  values: Resource["values"],
): readonly string[] {
  const { text } = policyModel(configuration);
  return ownRegion.flatMap((name) => {
    const value = values[name];
    const isOwn =
      value === undefined || isUnset(value) || (typeof value === "string" && text.resolve(value) === text.region);
    return isOwn ? [] : [`reads the Region ${JSON.stringify(value)}, which is not known to be that of the provider`];
  });
}

function referenceProblems({ mustReferTo = {} }: UnderstoodDataSource, values: Resource["values"]): readonly string[] {
  return Object.entries(mustReferTo).flatMap(([name, [type, attribute]]) => {
    const value = values[name];
    const reference = typeof value === "string" ? singleReference(value) : undefined;
    const isExpected = reference?.address.includes(`data.${type}.`) === true && reference.attribute === attribute;
    return isExpected ? [] : [`has another ${name} than the ${attribute} of ${type}`];
  });
}

/** Providers whose resources copy their arguments to attributes that other resources use. */
const copyingTypes = ["null_resource", "terraform_data"];

function usedValueGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  return usesOfDataSources(resource).flatMap(({ path, references, topics }) => {
    const unknown = references.filter((reference) => isUnknownValue(configuration, reference));
    return [...new Set(unknown.map(({ text }) => text))].map((name) =>
      modelGap(
        topics,
        `${resource.address}: ${path} uses ${name}, whose value is not in this input${waysToDecide(configuration, laterInput, "join the state that has it")}`,
        resource,
        { type: resource.type, argument: path },
      ),
    );
  });
}

/** An argument with references to data sources. */
interface DataSourceUse {
  readonly path: string;
  readonly references: readonly DataReference[];
  /** What its value can affect. */
  readonly topics: readonly GapTopic[];
}

/** The arguments that a model reads, or that others may use, with references to data sources. */
const usesOfDataSources = memoize((resource: Resource): readonly DataSourceUse[] => {
  const type = resourceTypeOf(resource.type);
  if (type?.kind === "modeled") {
    return argumentsOf(resource, type)
      .filter(({ use }) => use?.kind !== "neutral" && use?.kind !== "ours")
      .flatMap(({ path, value }) => usesIn(path, value, type.topics));
  }
  return copyingTypes.includes(resource.type)
    ? Object.entries(resource.values).flatMap(([name, value]) => usesIn(name, value, everyTopic))
    : [];
});

function usesIn(path: string, value: Json, topics: readonly GapTopic[]): readonly DataSourceUse[] {
  const references = stringLeaves(value, path).flatMap(([, text]) => dataReferencesIn(text));
  return references.length === 0 ? [] : [{ path, references, topics }];
}

const dataReferencePattern = new RegExp(
  [
    String.raw`(?<address>(?:\bmodule\.[\w-]+(?:\[[^\]]*\])?\.)*`,
    String.raw`${dataSourceStart}(?<type>[a-z][\w-]*)\.[\w-]+(?:\[[^\]]*\])?)(?:\.(?<attribute>[\w-]+))?`,
  ].join(""),
  "g",
);

/** A reference to a value of a data source. */
interface DataReference {
  readonly text: string;
  readonly address: string;
  readonly type: string;
  /** Empty for the whole data source. */
  readonly attribute: string;
}

function dataReferencesIn(text: string): readonly DataReference[] {
  if (!text.includes("data.")) {
    return [];
  }
  const parts = parseTemplate(text).flatMap((part) =>
    part.kind === "expression" ? [part.text] : part.kind === "reference" ? [`${part.address}.${part.attribute}`] : [],
  );
  return parts
    .flatMap((part) => [...part.matchAll(dataReferencePattern)])
    .map(({ 0: reference, groups: { address = "", type = "", attribute = "" } = {} }) => ({
      text: reference,
      address,
      type,
      attribute,
    }));
}

/** Whether a reference is to a value of a data source that no model understands. */
function isUnknownValue(configuration: TerraformConfiguration, { address, type, attribute }: DataReference): boolean {
  const understood = understoodDataSourceOf(type);
  return (
    understood?.attributes.includes(attribute) !== true ||
    mayFindOwn(configuration, address, understood) ||
    (understood.onlyResolved === true && !isResolved(configuration, `\${${address}.${attribute}}`))
  );
}

function isResolved(configuration: TerraformConfiguration, template: string): boolean {
  return !containsUnknown(policyModel(configuration).text.resolve(template));
}

/** Whether a data source may find what a resource of the configuration creates, of which the models then know too little. */
function mayFindOwn(
  { lookups, resources }: TerraformConfiguration,
  address: string,
  { elsewhere, isCreatedWithVpc }: UnderstoodDataSource,
): boolean {
  if (elsewhere === undefined) {
    return false;
  }
  const lookup = (lookups ?? resources).find((one) => one.address === address);
  const own = resources.filter(({ mode }) => mode === "managed");
  return (
    lookup === undefined ||
    own.some((one) => elsewhere.includes(one.type) && !isCertainlyOther(lookup, one)) ||
    (isCreatedWithVpc === true && own.some(({ type }) => type === "aws_vpc") && mayFindDefault(lookup))
  );
}
