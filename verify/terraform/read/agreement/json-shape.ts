import { isJsonObject, type Json, type JsonObject, memberOf } from "../../terraform-configuration";
import { addFault, type ShapeFaults } from "./shape-faults";

/** The object at a place; an absent key is an empty object, everything else is a fault. */
export function objectAt(value: Json | undefined, where: string, faults: ShapeFaults): JsonObject {
  if (value !== undefined && !isJsonObject(value)) {
    addFault(faults, () => `${where}: must be an object, got ${shortJson(value)}`);
  }
  return isJsonObject(value) ? value : {};
}

/** The objects in the list at a place; an absent key is an empty list, everything else is a fault. */
export function objectsAt(value: Json | undefined, where: string, faults: ShapeFaults): readonly JsonObject[] {
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    addFault(faults, () => `${where}: must be a list, got ${shortJson(value)}`);
    return [];
  }
  return value.flatMap((item: Json, index) => {
    if (!isJsonObject(item)) {
      addFault(faults, () => `${where}[${index}]: must be an object, got ${shortJson(item)}`);
    }
    return isJsonObject(item) ? [item] : [];
  });
}

const maximumTextLength = 80;

/** A value for an error text. */
export function shortJson(value: Json | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > maximumTextLength ? `${text.slice(0, maximumTextLength)}...` : text;
}

/** Whether two values are equal; the order of keys does not matter. */
export function jsonEquals(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, index) => jsonEquals(item, b[index]));
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && jsonEquals(a[name], b[name]))
    );
  }
  return a === b;
}

/** The first place where two values differ: `ingress[0].self`, with both values. Empty when they are equal. */
export function firstDifference(a: Json | undefined, b: Json | undefined, path = ""): string {
  if (jsonEquals(a, b)) {
    return "";
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    const name =
      [...Object.keys(a), ...Object.keys(b)].find((key) => !jsonEquals(memberOf(a, key), memberOf(b, key))) ?? "";
    return firstDifference(memberOf(a, name), memberOf(b, name), path === "" ? name : `${path}.${name}`);
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    const index = a.findIndex((item: Json, position) => !jsonEquals(item, b[position]));
    return firstDifference(a[index], b[index], `${path}[${index}]`);
  }
  return `${path === "" ? "the whole value" : path} is ${shortJson(a)} and ${shortJson(b)}`;
}
