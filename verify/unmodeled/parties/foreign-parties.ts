import { getPublicSuffix, parse } from "tldts";
import { partitionNamed } from "../../../aws/partitions";
import { memoizeByText } from "../../collections/memoize";
import { policyModel } from "../../iam/attachments/policy-model";
import { stringLeaves } from "../../iam/language/arn-owner";
import { isNameElsewhere } from "../../posture/declarations/declared-elsewhere";
import { resourceTypeOf } from "../../terraform/resource-types";
import { argumentsOf, type FoundArgument, metaArguments } from "../../terraform/resource-types/argument-uses";
import { type ArgumentUse, everyTopic } from "../../terraform/resource-types/resource-type";
import {
  type Json,
  parsedJson,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type GapTopic, gapElsewhere, type ModelGap, modelGap } from "../model-gap";
import { isOurs } from "./ownership";

/**
 * Parties in arguments that no model reads: accounts, organizations, buckets, queues, topics, addresses, registries, zones and
 * networks that are not known to belong to this stack.
 */
export function foreignPartyGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const type = resource.mode === "managed" ? resourceTypeOf(resource.type) : undefined;
  if (type?.kind === "neutral" && type.isFreeText) {
    return [];
  }
  if (type?.kind === "neutral") {
    const values = Object.entries(resource.values).filter(([name]) => !namesNobody.has(name));
    return values.flatMap(([path, value]) =>
      foreignGaps(configuration, resource, { path, value, topics: everyTopic, test: namesForeignParty }),
    );
  }
  if (type?.kind !== "modeled") {
    return [];
  }
  return argumentsOf(resource, type).flatMap((argument) => {
    const test = foreignTestFor(argument.use);
    const topics = (argument.use?.kind === "ours" ? argument.use.topics : undefined) ?? type.topics;
    return test === undefined ? [] : foreignGaps(configuration, resource, { ...argument, topics, test });
  });
}

/** `undefined` for an argument that may name anybody, or that a model reads. */
function foreignTestFor(use: ArgumentUse | undefined): ForeignTest | undefined {
  if (use?.kind === "ours") {
    return isForeign;
  }
  return use?.kind === "neutral" && !use.isFreeText ? namesForeignParty : undefined;
}

/** Arguments of neutral types that are for Terraform or for people. */
const namesNobody = new Set([
  ...metaArguments,
  "id",
  "arn",
  "description",
  "name",
  "region",
  "tags",
  "tags_all",
  "timeouts",
]);

/** Whether a text of an argument names a party that is not ours. */
type ForeignTest = (configuration: TerraformConfiguration, text: string) => boolean;

/** For an argument that holds parties and nothing else. */
const isForeign: ForeignTest = (configuration, text) => !isOurs(configuration, text);

/** For an argument that should name nobody. */
const namesForeignParty: ForeignTest = (configuration, text) => {
  const resolved = policyModel(configuration).text.resolve(text);
  return partiesNamedIn(resolved).some((party) => isForeign(configuration, party)) && isForeign(configuration, text);
};

/** An argument that should name no foreign party. */
interface JudgedArgument extends Pick<FoundArgument, "path" | "value"> {
  readonly test: ForeignTest;
  /** What a foreign party in it could affect. */
  readonly topics: readonly GapTopic[];
}

function foreignGaps(
  configuration: TerraformConfiguration,
  resource: Resource,
  argument: JudgedArgument,
): readonly ModelGap[] {
  return textsIn(argument.value)
    .filter((text) => argument.test(configuration, text))
    .map((text) => foreignGap(configuration, resource, argument, text));
}

/** @param named the text that names the party */
function foreignGap(
  configuration: TerraformConfiguration,
  resource: Resource,
  { path, topics }: JudgedArgument,
  named: string,
): ModelGap {
  const { text } = policyModel(configuration);
  const party = text.placeholders.readable(text.resolve(named));
  const shown = party.length > 120 ? `${party.slice(0, 120)}...` : party;
  const sentence = `${resource.address}: ${path} refers to ${shown}, which is not known to belong to this stack`;
  const gap = modelGap(topics, sentence, resource, { type: resource.type, argument: path });
  const [, bucket] = /^s3:\/\/([^/]+)/.exec(party) ?? [];
  const name = `arn:${partitionNamed(text.partition).name}:s3:::${bucket}`;
  return gapElsewhere(gap, bucket !== undefined && isNameElsewhere(name) ? [name] : []);
}

/** Every text in a value; the parts of one that holds JSON. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === "number") {
    return [String(value)];
  }
  return stringLeaves(value, "").flatMap(([, text]) => {
    const inner = text.trimStart().startsWith("{") ? parsedJson(text) : undefined;
    return inner === undefined ? [text] : textsIn(inner);
  });
}

/** What a text may name, by the form of the name, with a text that each name of the form contains. Few texts contain it. */
const partyForms: readonly { readonly mark: string; readonly form: RegExp }[] = [
  { mark: "arn:", form: /arn:[^:\s"]*:[^:\s"]*:[^:\s"]*:[^:\s"]*:[^\s"',}\]]*/gu },
  { mark: "", form: /(?<![\w-])\d{12}(?![\w-])/gu },
  { mark: "://", form: /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)]+/giu },
  { mark: "@", form: /[^\s@"'<>]+@[^\s@"'<>]+\.[a-z]{2,}/giu },
  {
    mark: "-",
    form: /(?<![\w-])(?:vpc|vpce|vpce-svc|subnet|eni|igw|eigw|nat|rtb|sg|acl|vgw|cgw|lgw|cagw|pcx|tgw|tgw-attach|tgw-rtb|pl|dopt|rslvr-\w+|fs|fsap|i|snap|ami|vol|eipalloc|ou|r|o)-[0-9a-z]{4,}(?:-[0-9a-z]{8,})?(?![\w-])/gu,
  },
  { mark: "Z", form: /(?<![\w-])Z(?=[A-Z0-9]*\d)[A-Z0-9]{9,31}(?![\w-])/gu },
  { mark: "/", form: /(?<![\w./-])(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?\/[\w./:@-]+/giu },
];

/** Number of texts that are kept, of about a dozen configurations. */
const mostKept = 10_000;

const partiesNamedIn = memoizeByText((text): readonly string[] => {
  const found = partyForms
    .filter(({ mark }) => text.includes(mark))
    .flatMap(({ form }) => [...text.matchAll(form)].map(([party]) => party));
  return isHost(text) ? [...found, text] : found;
}, mostKept);

/** Whether the whole text is a name under a public suffix, such as `collector.example.com:514`. */
function isHost(text: string): boolean {
  return (
    /^(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?$/i.test(text) && parse(text).isIcann === true && getPublicSuffix(text) !== text
  );
}
