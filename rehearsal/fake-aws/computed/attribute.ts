import type { Row, Value } from "../../protocol/values";
import { textOf } from "../../protocol/values";
import type { World } from "../account-state";
import type { Cloud } from "../provider-configuration";

/** What an answer may rest on beside the thing's own row. */
export interface Asked {
  readonly cloud: Cloud;
  readonly world: World;
  /** Hexadecimal digits that are this thing's own. */
  readonly digits: string;
}

/** Makes the value of one attribute that AWS decides. */
export type Answer = (row: Row, asked: Asked) => Value;

/** Terraform type -> attribute -> answer, in the order in which answers may rest on each other. */
export type Answers = Readonly<Record<string, Readonly<Record<string, Answer>>>>;

/** An id in AWS's form: `vpc-0123456789abcdef0`. */
export function prefixed(prefix: string, length = 17): Answer {
  return (_row, { digits }) => `${prefix}-${digits.slice(0, length)}`;
}

/** The same value as another attribute of the thing. */
export function same(attribute: string): Answer {
  return (row) => row[attribute] ?? null;
}

/** A value that is always the same. */
export function always(value: Value): Answer {
  return () => value;
}

/** An ARN in the thing's region; `{name}` in the template stands for the attribute `name`. */
export function arn(service: string, template: string): Answer {
  return (row, { cloud }) => {
    const region = textOf(row.region) ?? cloud.region;
    return `arn:${cloud.partition}:${service}:${region}:${cloud.account}:${filled(template, row)}`;
  };
}

/** An ARN of a global service: no region in it. */
export function globalArn(service: string, template: string): Answer {
  return (row, { cloud }) => `arn:${cloud.partition}:${service}::${cloud.account}:${filled(template, row)}`;
}

/** Fills `{attribute}` places of a template. */
export function filled(template: string, row: Row): string {
  return template.replace(/\{(\w+)\}/g, (_place, attribute: string) => textOf(row[attribute]) ?? "");
}

/** A name that Terraform makes up where the configuration gives only a prefix or nothing. */
export const madeUpName: Answer = (row, { digits }) => `${textOf(row.name_prefix) || "terraform-"}${digits}`;

/** The account that owns the thing. */
export const owner: Answer = (_row, { cloud }) => cloud.account;

/** The region the thing is in. */
export const region: Answer = (row, { cloud }) => textOf(row.region) ?? cloud.region;
