import { withoutInstanceKeys } from "../../resource-address";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type Resource,
  type UnreadPart,
} from "../../terraform-configuration";
import type { ExpandedModule } from "../modules/expanded-module";
import type { ShownResource } from "../plan/shown-values";
import { type ExampleDependence, innermostIndexes, surroundingNames, surroundingsInCalls } from "./example-dependence";

/**
 * What a rehearsal wrote into a plan or a state that it kept: the types of the data sources that it answered with examples, because it has
 * no account to ask.
 */
export const rehearsalExamplesKey = "rehearsal_examples";

/**
 * Types of the data sources whose values are examples; none in what Terraform wrote.
 *
 * @throws when the list is malformed
 */
export function exampleTypesOf(json: JsonObject, source: string): readonly string[] {
  const types = json[rehearsalExamplesKey] ?? [];
  if (!Array.isArray(types) || !types.every((type) => typeof type === "string")) {
    throw new Error(
      `${source}: ${rehearsalExamplesKey} must be a list of types, got ${JSON.stringify(types)}; rehearse again with --keep`,
    );
  }
  return types;
}

/**
 * That a file rests on examples, where no expression shows which of its values do.
 *
 * @param names types of data sources, and sources of providers, such as `hashicorp/random`, which stand for all of their resources
 */
export function unreadExamples(names: readonly string[], advice: string): readonly UnreadPart[] {
  return names.map((name) => {
    const address = name.includes("/") ? name : `data.${name}`;
    const text = `${address}: a rehearsal answered it with example values, and other values may come from them; ${advice}`;
    return { address, text };
  });
}

/** Which parts of a rehearsed plan come from examples, by the expressions of its source. */
export interface RestingOnExamples {
  /** Whether an expression that is evaluated as far as it goes mentions an example, or what comes from one. */
  readonly mentions: (written: Json | undefined) => boolean;
  /** Whether an output of the root module comes from one. */
  readonly inOutput: (name: string, written: Json | undefined) => boolean;
  /** The planned resources, without data sources that hold examples. */
  readonly withoutExamples: (shown: readonly ShownResource[]) => readonly ShownResource[];
  /** `after_unknown` by address, in which an argument that comes from an example is unknown. */
  readonly asUnknown: (unknown: ReadonlyMap<string, Json>) => ReadonlyMap<string, Json>;
}

const noExamples: RestingOnExamples = {
  mentions: () => false,
  inOutput: () => false,
  withoutExamples: (shown) => shown,
  asUnknown: (unknown) => unknown,
};

/**
 * What comes from an example is found twice, by the names of the source and by what is left of its expressions. Neither misses anything, so
 * only what both find does.
 *
 * @param types of the data sources that hold examples; with none, nothing rests on them
 * @param dependence by the names of the source
 */
export function restingOnExamples(
  types: readonly string[],
  { resources }: ExpandedModule,
  dependence: ExampleDependence,
): RestingOnExamples {
  if (types.length === 0) {
    return noExamples;
  }
  const found = namesOfExamples(types, resources);
  const mentions = (value: Json | undefined): boolean => mentionsAny(value, found);
  const isExample = ({ mode, address }: Pick<Resource, "mode" | "address">): boolean =>
    mode === "data" && found.has(withoutInstanceKeys(address)) && dependence.ofDataSource(address);
  return {
    mentions,
    inOutput: (name, value) => mentions(value) && dependence.ofOutput(name),
    withoutExamples: (shown) => shown.filter((resource) => !isExample(resource)),
    asUnknown: (unknown) => {
      const marked = new Map(unknown);
      for (const { address, values } of resources) {
        const names = Object.keys(values).filter(
          (name) => dependence.ofArgument(address, name) && mentions(values[name]),
        );
        const own = unknown.get(address);
        const marks = isJsonObject(own) ? own : {};
        if (names.length > 0) {
          marked.set(address, { ...marks, ...Object.fromEntries(names.map((name) => [name, true])) });
        }
      }
      return marked;
    },
  };
}

/**
 * Names without instance keys: data sources that hold examples or ask by one, and arguments of resources that come from one, with the
 * resources themselves. What refers to those is found in the next pass.
 */
function namesOfExamples(types: readonly string[], resources: readonly Resource[]): ReadonlySet<string> {
  const names = new Set([
    ...types.filter((type) => surroundingNames.has(type)),
    ...resources
      .filter(({ mode, type }) => mode === "data" && types.includes(type))
      .map(({ address }) => withoutInstanceKeys(address)),
  ]);
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const { mode, address, values } of resources) {
      const name = withoutInstanceKeys(address);
      for (const [argument, value] of Object.entries(values)) {
        if (mentionsAny(value, names)) {
          names.add(name);
          names.add(mode === "data" ? name : `${name}.${argument}`);
        }
      }
    }
  }
  return names;
}

/**
 * Wider than `referencesInExpression`: a local value or what for_each chooses counts too, an index counts by itself, and any name may be a
 * type, because what is missed here would count as a fact.
 */
const reference = /(?<resource>(?:\bmodule\.[\w-]+\.)*(?:\bdata\.)?\b[a-z][\w-]*\.[\w-]+)(?:\.(?<attribute>[\w-]+))?/g;

/** Names whose value an expression that is not evaluated may have from anywhere. */
const openName = /^(?:local|each)\./;

function mentionsAny(value: Json | undefined, names: ReadonlySet<string>): boolean {
  if (typeof value !== "string") {
    return typeof value === "object" && value !== null && Object.values(value).some((item) => mentionsAny(item, names));
  }
  if (!value.includes("${")) {
    return false;
  }
  const indexes = value.match(innermostIndexes) ?? [];
  return (
    mentionsAnyIn(value.replaceAll(innermostIndexes, ""), names, openName) ||
    // An example may choose a member. What for_each chooses is an instance, and how many there are is judged apart.
    indexes.some((index) => mentionsAnyIn(index, names, /^local\./))
  );
}

function mentionsAnyIn(text: string, names: ReadonlySet<string>, open: RegExp): boolean {
  if (surroundingsInCalls(text).some((name) => names.has(name))) {
    return true;
  }
  return [...text.matchAll(reference)].some(({ groups: { resource = "", attribute } = {} }) => {
    const isWhole = attribute === undefined || /(?:^|\.)data\./.test(resource);
    return open.test(resource) || names.has(isWhole ? resource : `${resource}.${attribute}`);
  });
}
