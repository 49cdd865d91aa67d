import { parseTemplate } from "../../verify/terraform/expressions/template";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  objectOf,
} from "../../verify/terraform/terraform-configuration";

/** The Studio domain of a stack, with the settings that Terraform cannot change. */
export interface DomainSettings {
  readonly domainId: string;
  readonly region: string;
  /** Input of SageMaker UpdateDomain, without the id of the domain. */
  readonly settings: JsonObject;
}

const TYPE = "aws_sagemaker_domain";

/** Members of UpdateDomain, and those of DescribeDomain with the current value, by argument of the domain. */
const members = {
  default_user_settings: { update: "DefaultUserSettings", describe: "DefaultUserSettings" },
  default_space_settings: { update: "DefaultSpaceSettings", describe: "DefaultSpaceSettings" },
  domain_settings: { update: "DomainSettingsForUpdate", describe: "DomainSettings" },
} as const;

/**
 * Settings of the domain as the synthesized stack has them, with references replaced by values of the state.
 *
 * @param stack the synthesized stack
 * @param state output of `terraform show -json`
 * @throws one line when the state lacks the domain, or a value that the settings refer to
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateDomain.html
 */
export function domainSettings(stack: JsonObject, state: JsonObject, name: string): DomainSettings {
  const [[label, domain] = []] = Object.entries(objectAt(stack, "resource", TYPE));
  if (label === undefined || !isJsonObject(domain)) {
    throw new Error(`${name}: the stack has no Studio domain`);
  }
  const address = `${TYPE}.${label}`;
  const values = valuesByAddress(state);
  const domainId = values.get(address)?.id;
  if (typeof domainId !== "string") {
    throw new Error(`${name}: ${address} is not in the state; deploy the environment first`);
  }
  const settings = Object.entries(members).flatMap(([argument, { update }]) => {
    const block = blocksOf(domain[argument])[0];
    return block === undefined ? [] : [[update, apiShape(block, (text) => resolved(text, values, name))] as const];
  });
  const [provider] = blocksOf(objectAt(stack, "provider").aws);
  return { domainId, region: String(provider?.region), settings: Object.fromEntries(settings) };
}

/** One setting that AWS does not have as configured. */
export interface SettingDifference {
  /** Path in the input of UpdateDomain. */
  readonly path: string;
  /** @default - AWS has none */
  readonly current?: Json;
  readonly configured: Json;
}

/**
 * Settings whose value differs from that of AWS. A list that AWS has and the configuration lacks is emptied; any other value that the
 * configuration lacks stays as it is, because AWS fills in defaults.
 *
 * @param described answer of DescribeDomain
 */
export function settingDifferences({ settings }: DomainSettings, described: JsonObject): readonly SettingDifference[] {
  return Object.values(members).flatMap(({ update, describe }) =>
    settings[update] === undefined ? [] : differencesAt(update, described[describe], settings[update]),
  );
}

/** Input of UpdateDomain that removes the differences: each group of settings that has one, complete. */
export function updateInput(
  { domainId, settings }: DomainSettings,
  differences: readonly SettingDifference[],
): JsonObject {
  const groups = Object.entries(settings).filter(([group]) =>
    differences.some(({ path }) => path.startsWith(`${group}.`)),
  );
  const complete = groups.map(([group, configured]) => {
    const emptied = differences.filter(({ path, configured: value }) => path.startsWith(`${group}.`) && isEmpty(value));
    const withEmptied = emptied.reduce(
      (whole, { path, configured: value }) => withValueAt(whole, path.split(".").slice(1), value),
      configured,
    );
    return [group, withEmptied];
  });
  return { DomainId: domainId, ...Object.fromEntries(complete) };
}

function differencesAt(path: string, current: Json | undefined, configured: Json | undefined): SettingDifference[] {
  if (isJsonObject(configured ?? null) || (configured === undefined && isJsonObject(current ?? null))) {
    const [one, other] = [objectOf(current), objectOf(configured)];
    return [...new Set([...Object.keys(other), ...Object.keys(one)])].flatMap((key) =>
      differencesAt(`${path}.${key}`, one[key], other[key]),
    );
  }
  if (configured === undefined) {
    return Array.isArray(current) && current.length > 0 ? [{ path, current, configured: [] }] : [];
  }
  return isSame(current, configured) ? [] : [{ path, ...(current !== undefined && { current }), configured }];
}

/** The lists of these settings are sets; an absent one is empty. */
function isSame(current: Json | undefined, configured: Json): boolean {
  const [one, other] = [current ?? (isEmpty(configured) ? [] : null), configured].map((value) =>
    JSON.stringify(Array.isArray(value) ? value.map((item) => JSON.stringify(item)).toSorted() : value),
  );
  return one === other;
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

function withValueAt(whole: Json, [key = "", ...rest]: readonly string[], value: Json): Json {
  const inner = objectOf(whole);
  return { ...inner, [key]: rest.length === 0 ? value : withValueAt(inner[key] ?? {}, rest, value) };
}

/** Terraform's names in the form of the API: `idle_timeout_in_minutes` is `IdleTimeoutInMinutes`. */
function apiShape(value: Json, resolve: (text: string) => Json): Json {
  if (Array.isArray(value)) {
    return value.map((item: Json) => apiShape(item, resolve));
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [apiName(name), apiShape(inner, resolve)]))
    : typeof value === "string"
      ? resolve(value)
      : value;
}

function apiName(name: string): string {
  return name
    .split("_")
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join("");
}

/** A text that is one reference becomes its value, which may be a list; references inside a text become part of it. */
function resolved(text: string, values: ReadonlyMap<string, JsonObject>, name: string): Json {
  const parts = parseTemplate(text).map((part): Json => {
    if (part.kind === "literal") {
      return part.text;
    }
    const value = part.kind === "reference" ? values.get(part.address)?.[part.attribute] : undefined;
    if (value === undefined || value === null) {
      throw new Error(`${name}: the state has no value for ${text}; deploy the environment first`);
    }
    return value;
  });
  const [first = ""] = parts;
  return parts.length > 1 ? parts.map(String).join("") : first;
}

function valuesByAddress(state: JsonObject): ReadonlyMap<string, JsonObject> {
  const resources = blocksOf(objectAt(state, "values", "root_module").resources);
  return new Map(resources.map(({ address, values }) => [String(address), objectOf(values)]));
}

function objectAt(object: JsonObject, ...path: readonly string[]): JsonObject {
  return path.reduce((inner, key) => objectOf(inner[key]), object);
}
