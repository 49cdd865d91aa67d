import { withoutInstanceKeys } from "../../resource-address";
import { isAwsType } from "../../resource-types";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type Resource,
  type UnreadPart,
} from "../../terraform-configuration";
import type { ExpandedModule } from "../modules/expanded-module";
import type { ResourceValues } from "../plan/values-representation";
import {
  type ExampleDependence,
  givenByApply,
  type ProviderAttribute,
  surroundingNames,
  surroundingsInCalls,
} from "./example-dependence";
import { type NameChain, namesUsedIn } from "./expression-names";

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
 * @param ways what decides, as the end of a sentence
 * @param names types of data sources, and sources of providers, such as `hashicorp/random`, which stand for all of their resources
 */
export function unreadExamples(names: readonly string[], ways: string): readonly UnreadPart[] {
  return names.map((name) => {
    const address = name.includes("/") ? name : `data.${name}`;
    const text = `${address}: a rehearsal answered it with example values, and other values may come from them${ways}`;
    return { address, text };
  });
}

/**
 * Names of which a stand-in does not know the value that a plan of the account has:
 *
 * - arguments that it plans as null, or as a block with a part that is null, because the schema of a provider does not say its defaults
 * - arguments that no schema has, so that nobody knows their types
 * - variables of the root module that have an example for a value
 *
 * @param names of {@link exampleTypesOf}
 */
export function openNames(planned: readonly ResourceValues[], names: readonly string[]): readonly string[] {
  const managed = planned.filter(({ mode }) => mode === "managed");
  const open = managed.flatMap(({ type, address, values }) =>
    Object.entries(values)
      .filter(([argument, value]) => (isAwsType(type) && hasNull(value)) || names.includes(`${type}.${argument}`))
      .map(([argument]) => `${withoutInstanceKeys(address)}.${argument}`),
  );
  return [...new Set([...open, ...names.filter(isVariable)])];
}

/** Whether one of the {@link exampleTypesOf} is a variable of the root module: `var.profile`. */
function isVariable(name: string): boolean {
  return name.startsWith("var.");
}

function hasNull(value: Json): boolean {
  return value === null || (typeof value === "object" && Object.values(value).some(hasNull));
}

/** Which parts of a rehearsed plan come from examples, by the expressions of its source. */
export interface RestingOnExamples {
  /** Whether an expression that is evaluated as far as it goes mentions an example, or what comes from one. */
  readonly mentions: (written: Json | undefined) => boolean;
  /** Whether an output of the root module comes from one. */
  readonly inOutput: (name: string, written: Json | undefined) => boolean;
  /** The planned resources, without data sources that hold examples. */
  readonly withoutExamples: (planned: readonly ResourceValues[]) => readonly ResourceValues[];
  /** `after_unknown` by address, in which an argument that comes from an example is unknown. */
  readonly asUnknown: (unknown: ReadonlyMap<string, Json>) => ReadonlyMap<string, Json>;
}

const noExamples: RestingOnExamples = {
  mentions: () => false,
  inOutput: () => false,
  withoutExamples: (planned) => planned,
  asUnknown: (unknown) => unknown,
};

/**
 * What comes from an example is found twice, by the names of the source and by what is left of its expressions. Neither misses anything, so
 * only what both find does.
 *
 * @param types of the data sources that hold examples; with none, nothing rests on them
 * @param dependence by the names of the source
 * @param unset of {@link openNames}. @default - none
 */
export function restingOnExamples(
  types: readonly string[],
  { resources }: ExpandedModule,
  dependence: ExampleDependence,
  unset: readonly string[] = [],
): RestingOnExamples {
  if (types.length === 0 && unset.length === 0) {
    return noExamples;
  }
  const found = namesOfExamples(types, resources, dependence, unset);
  const mentions = (value: Json | undefined): boolean => mentionsAny(value, found);
  const isExample = ({ mode, address }: Pick<Resource, "mode" | "address">): boolean =>
    mode === "data" && found.names.has(withoutInstanceKeys(address)) && dependence.ofDataSource(address);
  return {
    mentions,
    inOutput: (name, value) => mentions(value) && dependence.ofOutput(name),
    withoutExamples: (planned) => planned.filter((resource) => !isExample(resource)),
    asUnknown: (unknown) => {
      const marked = new Map(unknown);
      for (const { address, values } of resources) {
        const names = Object.keys(values).filter(
          (name) => dependence.ofArgument(address, name) && mentions(values[name]),
        );
        const given = providerAttributes.filter((name) => isGivenByProvider(name, values, dependence));
        const copies = names.includes("tags") ? ["tags_all"] : [];
        const own = unknown.get(address);
        const marks = isJsonObject(own) ? own : {};
        const all = [...names, ...copies, ...given];
        if (all.length > 0) {
          marked.set(address, { ...marks, ...Object.fromEntries(all.map((name) => [name, true])) });
        }
      }
      return marked;
    },
  };
}

const providerAttributes: readonly ProviderAttribute[] = ["region", "tags_all"];

/** Whether a resource has from the provider what rests on an example there. A Region of its own is its own. */
function isGivenByProvider(name: ProviderAttribute, values: JsonObject, { ofProvider }: ExampleDependence): boolean {
  return ofProvider(name) && (name === "tags_all" || values[name] === undefined);
}

/** What is known of a configuration by names, without instance keys. */
interface ExampleNames {
  /** Data sources that hold examples or ask by one, and arguments of resources that come from one, with the resources themselves. */
  readonly names: ReadonlySet<string>;
  /** Resources, data sources and their arguments. */
  readonly declared: ReadonlySet<string>;
}

/** What refers to a name that was found is found in the next pass. */
function namesOfExamples(
  types: readonly string[],
  resources: readonly Resource[],
  dependence: ExampleDependence,
  unset: readonly string[],
): ExampleNames {
  const named = resources.map(({ mode, type, address, values }) => ({
    name: withoutInstanceKeys(address),
    isData: mode === "data",
    isExample: mode === "data" && (types.includes(type) || (isAwsType(type) && dependence.ofProvider("region"))),
    given:
      mode === "data" ? [] : providerAttributes.filter((attribute) => isGivenByProvider(attribute, values, dependence)),
    values,
  }));
  const givenNames = [...unset, ...named.flatMap(({ name, given }) => given.map((one) => `${name}.${one}`))];
  const declared = new Set([
    ...givenNames,
    ...named.flatMap(({ name, values }) => [name, ...Object.keys(values).map((argument) => `${name}.${argument}`)]),
  ]);
  const names = new Set([
    ...types.filter((type) => surroundingNames.has(type)),
    ...named.filter(({ isExample }) => isExample).map(({ name }) => name),
    ...givenNames,
  ]);
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const { name, isData, values } of named) {
      for (const [argument, value] of Object.entries(values)) {
        if (mentionsAny(value, { names, declared })) {
          names.add(name);
          names.add(isData ? name : `${name}.${argument}`);
        }
      }
    }
  }
  return { names, declared };
}

function mentionsAny(value: Json | undefined, known: ExampleNames): boolean {
  if (typeof value !== "string") {
    return typeof value === "object" && value !== null && Object.values(value).some((item) => mentionsAny(item, known));
  }
  const { chains, inIndexes } = namesUsedIn(value);
  return (
    surroundingsInCalls(value).some((name) => known.names.has(name)) ||
    chains.some((chain) => isOpen(chain) || mentions(chain, known)) ||
    // An example may choose a member. What for_each chooses is an instance, and how many there are is judged apart.
    inIndexes.some((chain) => chain[0] === "local" || mentions(chain, known))
  );
}

/** Whether an expression that is not evaluated may have the value from anywhere. */
function isOpen([first]: NameChain): boolean {
  return first === "local" || first === "each";
}

/** Any name may be a type, because what is missed here would count as a fact. */
function mentions(chain: NameChain, { names, declared }: ExampleNames): boolean {
  const calls = chain.findIndex((part, index) => index % 2 === 0 && part !== "module");
  const start = calls < 0 ? chain.length : calls;
  const length = chain[start] === "data" ? 3 : 2;
  if (start === 0 && chain[0] === "var") {
    return names.has(chain.slice(0, 2).join("."));
  }
  const address = chain.slice(0, start + length).join(".");
  const attribute = chain[start + length];
  if (start > 0 && !declared.has(address)) {
    // The output of a module that is left in an expression may have its value from anywhere.
    return true;
  }
  if (length === 3 || attribute === undefined) {
    return names.has(address);
  }
  // An attribute that is no argument may come from any of them.
  const isComputed = !declared.has(`${address}.${attribute}`) && !givenByApply.has(attribute);
  return names.has(isComputed ? address : `${address}.${attribute}`);
}
