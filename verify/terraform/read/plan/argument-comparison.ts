import { ownEntry } from "../../../collections/own-entry";
import { dataSourceStart } from "../../expressions/template";
import { escapeTemplate, literalFromJson } from "../../expressions/terraform-value";
import type { EvaluationScope } from "../../expressions/traversal";
import { indexPattern } from "../../resource-address";
import { understoodDataSourceOf } from "../../resource-types/understood-data-sources";
import { documentIn, isJsonObject, type Json, jsonText, mapTexts } from "../../terraform-configuration";
import { normalizeValue } from "../modules/normalize-value";
import { type IdRewriter, idRewriter, type ResourceWithIds } from "./id-rewriter";
import type { ArgumentComparer } from "./merge-known-values";
import { sensitivePlaceholder } from "./sensitive-values";

/** Compares configured values with planned ones, for the arguments of one resource or for outputs. */
export interface ArgumentComparison {
  /** The IDs of all resources. */
  readonly ids: IdRewriter;
  forResource(owner: ResourceWithIds | undefined): ArgumentComparer;
}

/**
 * Comparison with the planned values of these resources, to which configured expressions may refer.
 *
 * @param others resources of other root modules: an expression can only name them by a data source, so their IDs say more than it
 */
export function argumentComparison(
  resources: readonly ResourceWithIds[],
  others: readonly ResourceWithIds[],
): ArgumentComparison {
  const own = idRewriter(resources);
  const ids = others.length === 0 ? own : idRewriter([...others, ...resources]);
  const names = new Set(others.flatMap(computedNamesOf));
  const namesOthers = (value: Json, owner: ResourceWithIds | undefined): boolean =>
    (typeof value === "string" && names.has(value)) ||
    (ids !== own && JSON.stringify(ids.rewrite(value, owner)) !== JSON.stringify(own.rewrite(value, owner)));
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const planned: EvaluationScope = {
    bindings: new Map(),
    prefix: "",
    resourceValue: (address, attribute) => {
      const value = byAddress.get(address)?.values[attribute];
      return value === undefined || value === null || value === sensitivePlaceholder
        ? undefined
        : literalFromJson(value);
    },
  };
  return {
    ids,
    forResource: (owner) => ({
      // A plan contains plain values; in the normal form, a literal `${` is escaped.
      matches: (written, value) =>
        !usesUnmodeledLookup(written) &&
        !namesOthers(value, owner) &&
        isEquivalent(normalizeValue(written, planned, "all"), mapTexts(value, escapeTemplate)),
      toNormalForm: (value) => ids.rewrite(value, owner),
    }),
  };
}

const lookupPattern = new RegExp(
  String.raw`${dataSourceStart}(?<type>[a-z][\w-]*)\.[\w-]+(?:${indexPattern.source})?\.(?<attribute>[\w-]+)`,
  "g",
);

/**
 * Whether an expression reads a data source of which no model knows the values: then the value that the plan shows says more. The JSON
 * of a policy document is read from its statements.
 */
function usesUnmodeledLookup(written: Json): boolean {
  const text = typeof written === "object" ? JSON.stringify(written) : jsonText(written);
  return (
    text.includes("data.") &&
    [...text.matchAll(lookupPattern)].some(
      ({ groups: { type = "", attribute = "" } = {} }) =>
        type !== "aws_iam_policy_document" && understoodDataSourceOf(type)?.attributes.includes(attribute) !== true,
    )
  );
}

/** Attributes with a name that AWS assigns, and that is no ID. */
const computedNames: Readonly<Record<string, readonly string[]>> = { aws_vpc_endpoint_service: ["service_name"] };

function computedNamesOf({ type, values }: ResourceWithIds): readonly string[] {
  return (ownEntry(computedNames, type) ?? []).flatMap((name) => {
    const value = values[name];
    return typeof value === "string" ? [value] : [];
  });
}

/** Whether a written value is another one than a planned one, whatever its form is. */
export function unequalJson(written: Json, planned: Json): boolean {
  return !isEquivalent(written, planned);
}

/** Sets have no order, providers reformat JSON, and a planned block contains defaults that the configuration omits. */
function isEquivalent(written: Json, planned: Json): boolean {
  if (Array.isArray(written) && Array.isArray(planned)) {
    const rest = [...planned];
    const isEachThere = written.every((item) => {
      const position = rest.findIndex((other) => isEquivalent(item, other));
      return position >= 0 && rest.splice(position, 1).length === 1;
    });
    return isEachThere && rest.length === 0;
  }
  if (isJsonObject(written)) {
    const [only] = Array.isArray(planned) && planned.length === 1 ? planned : [planned];
    return (
      isJsonObject(only) && Object.entries(written).every(([name, item]) => isEquivalent(item, only[name] ?? null))
    );
  }
  return jsonText(written) === jsonText(planned) || isEquivalentJson(written, planned);
}

function isEquivalentJson(written: Json, planned: Json): boolean {
  const [a, b] = [documentIn(written), documentIn(planned)];
  return a !== undefined && b !== undefined && isEquivalent(a, b) && isEquivalent(b, a);
}
