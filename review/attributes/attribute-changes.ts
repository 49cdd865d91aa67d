import { resourceTypeOf } from "../../verify/terraform/resource-types";
import { argumentUse, metaArguments } from "../../verify/terraform/resource-types/argument-uses";
import { CONTENT } from "../../verify/terraform/resource-types/neutral-reasons";
import {
  documentIn,
  isJsonObject,
  type Json,
  type JsonObject,
  memberOf,
} from "../../verify/terraform/terraform-configuration";
import { hasSecretName } from "../model/printable-value";
import { type AttributeChange, memberIn, type Part, partChanges } from "./part-changes";
import { isZero } from "./plan-values";
import type { ResourceSides } from "./resource-sides";
import { isPolicyDocument, statementDifferences } from "./statement-differences";

/** A resource with its changed attributes. */
export interface ResourceAttributes {
  readonly address: string;
  readonly type: string;
  readonly attributes: readonly AttributeChange[];
}

/** The changed attributes of each resource that both sides have, in the order of the resources. */
export function attributeChanges(resources: readonly ResourceSides[]): readonly ResourceAttributes[] {
  return resources.flatMap((sides) => {
    const attributes = changesOf(sides);
    return attributes.length === 0 ? [] : [{ address: sides.address, type: sides.type, attributes }];
  });
}

function changesOf(sides: ResourceSides): readonly AttributeChange[] {
  const { type, before, after, unknown, marks, written, areWritten } = sides;
  const changes = Object.keys({ ...after, ...before, ...(isJsonObject(unknown) ? unknown : {}) })
    .filter((name) => !metaArguments.has(name))
    .flatMap((name): readonly AttributeChange[] => {
      const whole = { before, after, unknown, marks: [marks?.before, marks?.after] as const, areWritten };
      const part: Part = { path: name, ...memberIn(whole, name) };
      return isComputed(type, name) && part.unknown === true
        ? []
        : part.unknown === true && written !== undefined
          ? unknownChange(part, memberOf(written.before, name), memberOf(written.after, name))
          : partChanges(part);
    });
  const isTagged = changes.some(({ path }) => isTag(path, "tags"));
  return changes
    .filter((change) => !isProviderDefault(change, written?.after))
    .filter(({ path }) => !isTagged || !isTag(path, "tags_all"))
    .map((change) => withoutSecret(type, change));
}

/** An optional argument that had no value and that nobody writes: AWS chooses its value again at every replacement. */
function isProviderDefault(change: AttributeChange, written: JsonObject | undefined): boolean {
  if (change.form !== "unknown" || written === undefined || !isZero(change.before)) {
    return false;
  }
  const steps = change.path.replaceAll(/\[[^\]]*\]/g, "").split(".");
  const values = steps.reduce(
    (found: readonly Json[], name) =>
      found.flatMap((value) => (isJsonObject(value) ? [value[name] ?? null].flat() : [])),
    [written],
  );
  return values.every((value) => value === null);
}

/** Whether the path is that map of tags, or a tag in it. */
export function isTag(path: string, map?: "tags" | "tags_all"): boolean {
  const root = /^(?:tags|tags_all)(?=$|[.[])/.exec(path)?.[0];
  return root !== undefined && (map === undefined || root === map);
}

/** Addresses of the resources of which nothing but tags changes. */
export function retaggedAddresses(resources: readonly ResourceSides[]): ReadonlySet<string> {
  const tagged = attributeChanges(resources).filter(({ attributes }) => attributes.every(({ path }) => isTag(path)));
  return new Set(tagged.map(({ address }) => address));
}

/** What only AWS computes is known after every replacement. */
function isComputed(typeName: string, path: string): boolean {
  const type = resourceTypeOf(typeName);
  return path === "id" || path === "arn" || (type?.kind === "modeled" && type.computed.has(path));
}

/** A policy that names something new has a known part, which the written expression shows. */
function unknownChange(part: Part, before: Json | undefined, after: Json | undefined): readonly AttributeChange[] {
  const { path, marks } = part;
  if (marks.includes(true)) {
    return [{ form: "hidden", path }];
  }
  const [one, other] = [documentIn(before), documentIn(after)];
  if (isPolicyDocument(other) && (one === undefined || isPolicyDocument(one))) {
    return [{ form: "policy", path, statements: statementDifferences(one, other), isPartial: true }];
  }
  return [{ form: "unknown", path, before: part.before ?? null }];
}

/** The values of variables of programs, and content, are not printed: nobody marks what is secret there. */
function withoutSecret(typeName: string, change: AttributeChange): AttributeChange {
  const { path } = change;
  const type = resourceTypeOf(typeName);
  const place = path.replaceAll(/\[[^\]]*\]/g, "");
  const isContent =
    type?.kind === "modeled" && pathsAround(place).some((outer) => argumentUse(type, outer) === CONTENT);
  const isVariable = /(?:^|\.)(?:environment|environment_variables|env)(?:\.|$)/.test(place);
  const isText = ["value", "items", "unknown", "lines"].includes(change.form);
  return isText && (isContent || isVariable || hasSecretName(place)) ? { form: "hidden", path } : change;
}

/** `a.b.c` gives `a`, `a.b` and `a.b.c`. */
function pathsAround(path: string): readonly string[] {
  const steps = path.split(".");
  return steps.map((_step, index) => steps.slice(0, index + 1).join("."));
}
