import { isJsonObject, type Json } from "../../configuration";
import type { Scope } from "../../expressions/traversal";
import { escapeTemplate, fromJson } from "../../expressions/value";
import { normalize } from "../modules/normalize";
import { type KnownResource, knownIds } from "./ids-to-references";
import type { Judge } from "./merge-known-values";
import { masked } from "./sensitive-values";

/** Compares what a configuration writes with what a plan knows, for the arguments of one resource or for outputs. */
export interface PlanJudge {
  of(owner: KnownResource | undefined): Judge;
}

export function judgeOf(resources: readonly KnownResource[]): PlanJudge {
  const ids = knownIds(resources);
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const planned: Scope = {
    names: new Map(),
    prefix: "",
    resource: (address, attribute) => {
      const value = byAddress.get(address)?.values[attribute];
      return value === undefined || value === null || value === masked ? undefined : fromJson(escaped(value));
    },
  };
  return {
    of: (owner) => ({
      agrees: (written, value) => isSame(normalize(written, planned, "all"), escaped(value)),
      restore: (value) => ids.restore(value, owner),
    }),
  };
}

/** A plan holds values as they are; the normal form holds text in which `${` must be escaped. */
function escaped(value: Json): Json {
  if (typeof value === "string") {
    return escapeTemplate(value);
  }
  if (Array.isArray(value)) {
    return value.map(escaped);
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, escaped(item)]))
    : value;
}

/** Sets have no order, providers reformat JSON, and a planned block holds defaults that nobody wrote. */
function isSame(written: Json, planned: Json): boolean {
  if (Array.isArray(written) && Array.isArray(planned)) {
    const rest = [...planned];
    const isEachThere = written.every((item) => {
      const position = rest.findIndex((other) => isSame(item, other));
      return position >= 0 && rest.splice(position, 1).length === 1;
    });
    return isEachThere && rest.length === 0;
  }
  if (isJsonObject(written)) {
    const [only] = Array.isArray(planned) && planned.length === 1 ? planned : [planned];
    return isJsonObject(only) && Object.entries(written).every(([name, item]) => isSame(item, only[name] ?? null));
  }
  return String(written) === String(planned) || isSameDocument(written, planned);
}

function isSameDocument(written: Json, planned: Json): boolean {
  const [a, b] = [documentIn(written), documentIn(planned)];
  return a !== undefined && b !== undefined && isSame(a, b) && isSame(b, a);
}

function documentIn(text: Json): Json | undefined {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
