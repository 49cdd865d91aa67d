import { isJsonObject, type Json } from "../../verify/terraform/terraform-configuration";

/** A name as a step of a path: `.name`, or `["a.b"]` where it would look like several steps. */
export function step(name: string): string {
  return /^[\w:/@-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** What a plan writes for an argument that nobody set. */
export function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isJsonObject(value) && Object.keys(value).length === 0)
  );
}

/** A value that a provider may write where nobody set one. */
export function isZero(value: Json): boolean {
  return isEmpty(value) || value === "" || value === 0 || value === false;
}

/** Whether a value is an object, null or absent. */
export function isObjectOrUnset(value: Json | undefined): boolean {
  return value === undefined || value === null || isJsonObject(value);
}

/** Whether a value is a list, null or absent. */
export function isListOrUnset(value: Json | undefined): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

/** The items of a list; none of any other value. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
