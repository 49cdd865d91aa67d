import type { ObjectValue, ProviderValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";
import type { AccountState } from "../account-state";
import type { ProviderConfiguration } from "../provider-configuration";

/** Context of a computed attribute, besides the attributes of its resource. */
export interface ComputeContext {
  readonly providerConfig: ProviderConfiguration;
  readonly accountState: AccountState;
  /** Hexadecimal digits that are unique to the resource. */
  readonly digits: string;
}

/** Computes the value of one attribute. */
export type ComputeAttribute = (attributes: ObjectValue, context: ComputeContext) => ProviderValue;

/** Terraform type -> attribute -> function. A function may use attributes that are computed before it. */
export type ComputedAttributes = Readonly<Record<string, Readonly<Record<string, ComputeAttribute>>>>;

/** An ID such as `vpc-0123456789abcdef0`. */
export function prefixedId(prefix: string, length = 17): ComputeAttribute {
  return (_attributes, { digits }) => `${prefix}-${digits.slice(0, length)}`;
}

/** The value of another attribute of the resource. */
export function sameAs(attribute: string): ComputeAttribute {
  return (attributes) => attributes[attribute] ?? null;
}

/** A constant value. */
export function constant(value: ProviderValue): ComputeAttribute {
  return () => value;
}

/** An ARN with region. `{name}` in the template is replaced with the attribute `name`. */
export function regionalArn(service: string, template: string): ComputeAttribute {
  return (attributes, { providerConfig }) => {
    const region = knownString(attributes.region) ?? providerConfig.region;
    return `arn:${providerConfig.partition}:${service}:${region}:${providerConfig.account}:${fillTemplate(template, attributes)}`;
  };
}

/** An ARN without region, of a global service. */
export function globalArn(service: string, template: string): ComputeAttribute {
  return (attributes, { providerConfig }) =>
    `arn:${providerConfig.partition}:${service}::${providerConfig.account}:${fillTemplate(template, attributes)}`;
}

/** Replaces each `{attribute}` in a template. */
export function fillTemplate(template: string, attributes: ObjectValue): string {
  return template.replace(/\{(\w+)\}/g, (_place, attribute: string) => knownString(attributes[attribute]) ?? "");
}

/** A generated name, for resources that are configured with a prefix or without a name. */
export const generatedName: ComputeAttribute = (attributes, { digits }) =>
  `${knownString(attributes.name_prefix) || "terraform-"}${digits}`;

/** The account ID. */
export const ownerAccount: ComputeAttribute = (_attributes, { providerConfig }) => providerConfig.account;

/** The region of the resource. */
export const region: ComputeAttribute = (attributes, { providerConfig }) =>
  knownString(attributes.region) ?? providerConfig.region;
