import type { ObjectValue, ProviderValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";
import type { AccountState } from "../account-state";
import type { ProviderConfiguration } from "../provider-configuration";

/** What an answer may rest on beside the thing's own row. */
export interface ComputeContext {
  readonly providerConfig: ProviderConfiguration;
  readonly accountState: AccountState;
  /** Hexadecimal digits that are this thing's own. */
  readonly digits: string;
}

/** Makes the value of one attribute that AWS decides. */
export type ComputeAttribute = (attributes: ObjectValue, context: ComputeContext) => ProviderValue;

/** Terraform type -> attribute -> answer, in the order in which answers may rest on each other. */
export type ComputedAttributes = Readonly<Record<string, Readonly<Record<string, ComputeAttribute>>>>;

/** An id in AWS's form: `vpc-0123456789abcdef0`. */
export function prefixedId(prefix: string, length = 17): ComputeAttribute {
  return (_row, { digits }) => `${prefix}-${digits.slice(0, length)}`;
}

/** The same value as another attribute of the thing. */
export function sameAs(attribute: string): ComputeAttribute {
  return (attributes) => attributes[attribute] ?? null;
}

/** A value that is always the same. */
export function constant(value: ProviderValue): ComputeAttribute {
  return () => value;
}

/** An ARN in the thing's region; `{name}` in the template stands for the attribute `name`. */
export function regionalArn(service: string, template: string): ComputeAttribute {
  return (attributes, { providerConfig }) => {
    const region = knownString(attributes.region) ?? providerConfig.region;
    return `arn:${providerConfig.partition}:${service}:${region}:${providerConfig.account}:${fillTemplate(template, attributes)}`;
  };
}

/** An ARN of a global service: no region in it. */
export function globalArn(service: string, template: string): ComputeAttribute {
  return (attributes, { providerConfig }) =>
    `arn:${providerConfig.partition}:${service}::${providerConfig.account}:${fillTemplate(template, attributes)}`;
}

/** Fills `{attribute}` places of a template. */
export function fillTemplate(template: string, attributes: ObjectValue): string {
  return template.replace(/\{(\w+)\}/g, (_place, attribute: string) => knownString(attributes[attribute]) ?? "");
}

/** A name that Terraform makes up where the configuration gives only a prefix or nothing. */
export const generatedName: ComputeAttribute = (attributes, { digits }) =>
  `${knownString(attributes.name_prefix) || "terraform-"}${digits}`;

/** The account that owns the thing. */
export const ownerAccount: ComputeAttribute = (_row, { providerConfig }) => providerConfig.account;

/** The region the thing is in. */
export const region: ComputeAttribute = (attributes, { providerConfig }) =>
  knownString(attributes.region) ?? providerConfig.region;
