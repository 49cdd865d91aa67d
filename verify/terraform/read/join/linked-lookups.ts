import { formatReference, parseTemplate, singleReference } from "../../expressions/template";
import { escapeTemplate } from "../../expressions/terraform-value";
import { hasProperties, type SoughtProperty, soughtProperties } from "../../references/lookup-properties";
import { isLiteralText, type JsonObject, mapTexts, type Resource } from "../../terraform-configuration";

/** What a root module looks up, and what it creates. */
export interface LookingRoot {
  /** Account and Region, as the root module names them; a lookup finds objects of the same place only. @default - not known */
  readonly place: string | undefined;
  /** Data sources with their arguments as written. */
  readonly lookups: readonly Resource[];
  readonly resources: readonly Resource[];
}

/** Addresses of resources by those of the data sources that find them. */
export type Links = ReadonlyMap<string, string>;

/**
 * The data sources that certainly find a resource of another root module, once every root module is applied, or one that exists. A data
 * source that asks for a part of a VPC or a subnet of its own root module waits for it, and finds what this root module puts there.
 *
 * Terraform stops where such a data source finds no object or several. So one resource that has everything that is asked for is the one
 * that is found. Where two have it, Terraform stops.
 *
 * @param existing resources of joined states: a data source finds them by ID only, because a state does not say where it was applied
 */
export function linkedLookups(roots: readonly LookingRoot[], existing: readonly Resource[] = []): Links {
  const links = new Map<string, string>();
  const sought = roots.map((root) => root.lookups.map((lookup) => ({ lookup, properties: soughtProperties(lookup) })));
  const all = new Map([...roots.flatMap(({ resources }) => resources), ...existing].map((one) => [one.address, one]));
  const isSame = (one: string, other: string): boolean => {
    const [a, b] = [withLinkedText(one, links), withLinkedText(other, links)];
    return a === b && (isLiteralText(a) || isIdentity(a));
  };
  for (let before = -1; before < links.size; ) {
    before = links.size;
    for (const [index, root] of roots.entries()) {
      const others = roots.filter((other) => other !== root && root.place !== undefined && other.place === root.place);
      for (const { lookup, properties } of sought[index] ?? []) {
        const asked = properties !== undefined && asksInOwn(properties, root) ? [root] : others;
        const found = foundById(lookup, all) ?? (properties && foundResource(lookup.type, properties, asked, isSame));
        if (found !== undefined) {
          links.set(lookup.address, found.address);
        }
      }
    }
  }
  return links;
}

/** What a lookup can name that has each of its parts from the day on which it is created. */
const WHOLES: readonly string[] = ["aws_vpc", "aws_subnet"];

/** Whether a data source asks for a part of a VPC or a subnet that its own root module has. */
function asksInOwn(properties: readonly SoughtProperty[], { resources }: LookingRoot): boolean {
  const asked = properties.flatMap(({ kind, value }) => (kind === "argument" ? (singleReference(value) ?? []) : []));
  return asked.some(
    ({ address, attribute }) =>
      attribute === "id" &&
      resources.some((one) => one.mode === "managed" && one.address === address && WHOLES.includes(one.type)),
  );
}

/** An ID is that of one object, wherever it is and whatever else is asked for. */
function foundById({ type, values: { id } }: Resource, all: ReadonlyMap<string, Resource>): Resource | undefined {
  const reference = typeof id === "string" ? singleReference(id) : undefined;
  const found = reference?.attribute === "id" ? all.get(reference.address) : undefined;
  return found?.mode === "managed" && found.type === type ? found : undefined;
}

function foundResource(
  type: string,
  properties: readonly SoughtProperty[],
  roots: readonly LookingRoot[],
  isSame: (one: string, other: string) => boolean,
): Resource | undefined {
  const [found, ...others] = roots.flatMap(({ resources }) =>
    resources.filter(
      (resource) =>
        resource.mode === "managed" && resource.type === type && hasProperties(resource, properties, isSame),
    ),
  );
  return others.length === 0 ? found : undefined;
}

/** Attributes that are those of the object, whether a resource or a data source has them. */
const identityAttributes: ReadonlySet<string> = new Set(["id", "arn"]);

function isIdentity(text: string): boolean {
  const reference = singleReference(text);
  return reference !== undefined && identityAttributes.has(reference.attribute);
}

/** Arguments of a block with references to the resources in place of references to the data sources that find them. */
export function withLinkedMembers(values: JsonObject, links: Links): JsonObject {
  return mapTexts(values, (text) => withLinkedText(text, links));
}

function withLinkedText(text: string, links: Links): string {
  if (!text.includes("data.") || !text.includes("{")) {
    return text;
  }
  const parts = parseTemplate(text);
  return parts
    .map((part) => {
      if (part.kind === "literal") {
        return escapeTemplate(part.text);
      }
      if (part.kind === "reference") {
        const address = identityAttributes.has(part.attribute) ? links.get(part.address) : undefined;
        return `\${${formatReference(address === undefined ? part : { ...part, address })}}`;
      }
      const linked = withLinkedExpression(part.text, links);
      return part.text.startsWith("%{") || (parts.length === 1 && part.text === text) ? linked : `\${${linked}}`;
    })
    .join("");
}

function withLinkedExpression(expression: string, links: Links): string {
  return [...links].reduce((text, [data, address]) => replaced(text, data, address), expression);
}

/** Replaces `<data>.id` and `<data>.arn`, where the address is not a part of a longer one. */
function replaced(text: string, data: string, address: string): string {
  const [first = "", ...rest] = text.split(`${data}.`);
  return rest.reduce((before, after) => {
    const isWhole = !/[\w.-]$/.test(before) && /^(?:id|arn)(?![\w-])/.test(after);
    return `${before}${isWhole ? address : data}.${after}`;
  }, first);
}
