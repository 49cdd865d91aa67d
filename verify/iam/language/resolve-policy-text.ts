import type { Configuration, Resource } from "../../terraform/configuration";
import { type Part, parseTemplate, type Reference } from "../../terraform/expressions/template";
import { type Letters, sharedLetters } from "../patterns/placeholders";
import { arnShapes } from "./arn-formats";

/** Turns Terraform strings of one configuration into policy texts, so that two names of one thing become one text. */
export interface TextReader {
  readonly letters: Letters;
  /** The account that the stack is deployed to: its id, or the letter for it. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  read(template: string): string;
  /** As {@link read}, with what references stand for escaped to be parsed as JSON. */
  readJson(template: string): string;
}

export function textReader(configuration: Configuration): TextReader {
  const letters = sharedLetters();
  const place = placeOf(configuration, letters);
  const byAddress = new Map(configuration.resources.map((resource) => [resource.address, resource]));
  const scope: Scope = { letters, place, byAddress };
  return {
    letters,
    ...place,
    read: (template) => readTemplate(scope, template, 0),
    readJson: (template) =>
      parseTemplate(template)
        .map((part) => (part.kind === "literal" ? part.text : JSON.stringify(readPart(scope, part, 0)).slice(1, -1)))
        .join(""),
  };
}

interface Scope {
  readonly letters: Letters;
  readonly place: Place;
  readonly byAddress: ReadonlyMap<string, Resource>;
}

/** A cycle of references never ends; Terraform refuses it, a hand-written file may hold it. */
const deepest = 8;

function readTemplate(scope: Scope, template: string, depth: number): string {
  return parseTemplate(template)
    .map((part) => readPart(scope, part, depth))
    .join("");
}

function readPart(scope: Scope, part: Part, depth: number): string {
  switch (part.kind) {
    case "literal":
      return part.text;
    case "expression":
      return scope.letters.unknown(part.text);
    case "reference":
      return readReference(scope, part, depth);
  }
}

function readReference(scope: Scope, reference: Reference, depth: number): string {
  const resource = scope.byAddress.get(reference.address);
  if (resource === undefined || depth > deepest) {
    return scope.letters.unknown(nameOf(reference));
  }
  return resource.mode === "data"
    ? (dataText(resource, reference, scope.place) ?? scope.letters.unknown(nameOf(reference)))
    : attributeText(scope, resource, reference.attribute, depth);
}

function attributeText(scope: Scope, resource: Resource, attribute: string, depth: number): string {
  const value = resource.values[attribute];
  if (typeof value === "string") {
    return readTemplate(scope, value, depth + 1);
  }
  const shape = arnShapes[resource.type]?.[attribute];
  if (shape === undefined) {
    return scope.letters.computed(`${resource.address}.${attribute}`);
  }
  const place: Readonly<Record<string, string>> = { ...scope.place };
  return shape.replace(/\{(\w+)(?:=([^}]*))?\}/g, (_, name: string, standard: string | undefined) => {
    const known = place[name] ?? (resource.values[name] === undefined ? standard : undefined);
    return known ?? attributeText(scope, resource, name, depth + 1);
  });
}

interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly organization: string;
}

function placeOf(configuration: Configuration, letters: Letters): Place {
  const known = (type: string, ...attributes: string[]): string | undefined =>
    configuration.resources
      .filter((resource) => resource.mode === "data" && resource.type === type)
      .flatMap(({ values }) => attributes.map((attribute) => values[attribute]))
      .find((value) => typeof value === "string");
  const region = configuration.region ?? known("aws_region", "region", "name", "id");
  return {
    account: known("aws_caller_identity", "account_id", "id") ?? letters.computed("this account"),
    region: region ?? letters.computed("this region"),
    organization: known("aws_organizations_organization", "id") ?? letters.computed("this organization"),
    partition: known("aws_partition", "partition", "id") ?? partitionOf(region) ?? letters.computed("this partition"),
  };
}

/** @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
function partitionOf(region: string | undefined): string | undefined {
  if (region === undefined || region.includes("${")) {
    return undefined;
  }
  const prefixes = { "cn-": "aws-cn", "us-gov-": "aws-us-gov" };
  return Object.entries(prefixes).find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

/** The few data sources whose attributes name the place that the stack is deployed to. */
function dataText(resource: Resource, { attribute }: Reference, place: Place): string | undefined {
  const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    aws_organizations_organization: { id: place.organization },
    aws_caller_identity: { account_id: place.account, id: place.account },
    aws_region: { region: place.region, name: place.region, id: place.region },
    aws_partition: { partition: place.partition, id: place.partition, dns_suffix: suffixOf(place.partition) },
  };
  return texts[resource.type]?.[attribute];
}

function suffixOf(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

function nameOf({ address, attribute }: Reference): string {
  return attribute === "" ? address : `${address}.${attribute}`;
}
