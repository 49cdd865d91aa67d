import { groupBy } from "../../../collections/group-by";
import { referencedAddresses } from "../../expressions/template";
import { SETTINGS_IN_HOLDERS } from "../../resource-types/settings-types";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  parsedJson,
  type Resource,
} from "../../terraform-configuration";

/**
 * Deprecated arguments of a bucket, and the resource type that replaces each. The provider copies the values of that resource
 * into the bucket's argument; a configuration writes them only once.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
 */
const bucketArgumentsSetByResource: ReadonlyMap<string, string> = new Map(
  Object.entries(SETTINGS_IN_HOLDERS.aws_s3_bucket ?? {}),
);

/** Whether a copy of a bucket certainly is another value than the one of the resource that sets it. */
type CopyComparison = (copy: Json, setter: JsonObject) => boolean;

const differences: Readonly<Record<string, CopyComparison>> = {
  policy: (copy, { policy }) => isOtherJson(copy, policy),
  logging: (copy, setter) => isOther(copy, "target_bucket", setter.target_bucket),
  versioning: (copy, setter) =>
    blocksOf(setter.versioning_configuration).some(({ status }) =>
      blocksOf(copy).some(({ enabled }) => enabled === (status !== "Enabled")),
    ),
  server_side_encryption_configuration: (copy, { rule }) =>
    isOther(encryptionOf(blocksOf(copy)[0]?.rule), "sse_algorithm", blocksOf(encryptionOf(rule))[0]?.sse_algorithm),
  grant: (copy, { acl }) =>
    acl === "private" &&
    blocksOf(copy).some(({ type, uri }) => type === "Group" && typeof uri === "string" && uri !== ""),
  lifecycle_rule: (copy, { rule }) => isOtherSet(copy, rule, lifecycleTerm),
  replication_configuration: (copy, { rule }) => isOtherSet(blocksOf(copy)[0]?.rules, rule, destinationOf),
  object_lock_configuration: (copy, { rule }) => isOtherSet(blocksOf(copy)[0]?.rule, rule, retentionOf),
};

/** Whether a copy has blocks, and they say something else than those that are set. */
function isOtherSet(
  copy: Json | undefined,
  set: Json | undefined,
  term: (block: JsonObject) => readonly Json[],
): boolean {
  const [one, other] = [copy, set].map((blocks) => blocksOf(blocks).map((block) => JSON.stringify(term(block))));
  return one !== undefined && one.length > 0 && one.toSorted().join() !== other?.toSorted().join();
}

/** What becomes of objects by a rule, as both forms of it say. */
function lifecycleTerm({ id, enabled, status, expiration, noncurrent_version_expiration: former }: JsonObject): Json[] {
  const { days, date } = blocksOf(expiration)[0] ?? {};
  const { days: copied, noncurrent_days: set } = blocksOf(former)[0] ?? {};
  return [
    id ?? "",
    enabled === true || status === "Enabled",
    Number(days ?? 0),
    date ?? "",
    Number(copied ?? set ?? 0),
  ];
}

function destinationOf({ destination }: JsonObject): Json[] {
  return [blocksOf(destination)[0]?.bucket ?? ""];
}

function retentionOf({ default_retention: retention }: JsonObject): Json[] {
  const { mode, days, years } = blocksOf(retention)[0] ?? {};
  return [mode ?? "", Number(days ?? 0), Number(years ?? 0)];
}

function encryptionOf(rules: Json | undefined): Json {
  return blocksOf(rules)[0]?.apply_server_side_encryption_by_default ?? [];
}

function isOther(copy: Json, name: string, set: Json | undefined): boolean {
  return blocksOf(copy).some(({ [name]: own }) => typeof own === "string" && typeof set === "string" && own !== set);
}

function isOtherJson(copy: Json, set: Json | undefined): boolean {
  return (
    typeof copy === "string" &&
    typeof set === "string" &&
    copy !== "" &&
    comparablePolicy(copy) !== comparablePolicy(set)
  );
}

/** A policy in one form, where AWS may show another one: of lists, of the order of their items, and of accounts. */
function comparablePolicy(text: string): string {
  const policy = parsedJson(text);
  return policy === undefined ? text : JSON.stringify(inOneForm(policy));
}

function inOneForm(value: Json): Json {
  if (Array.isArray(value)) {
    const [first = null, ...others] = value.map(inOneForm);
    return others.length === 0 ? first : [first, ...others].map((item) => JSON.stringify(item)).sort();
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([name, item]) => [name, inOneForm(item)] as const);
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  }
  return typeof value === "string" ? value.replace(/^arn:[^:]*:iam::([^:]*):root$/, "$1") : value;
}

/**
 * Removes the copies from every bucket. A value that no resource sets stays, because it was set outside Terraform, and so does one that a
 * state shows otherwise than the resource that sets it: one of the two is not what AWS has.
 */
export function withoutComputedCopies(
  resources: readonly Resource[],
  form: "plan" | "state" = "plan",
): readonly Resource[] {
  const types = new Set(bucketArgumentsSetByResource.values());
  const set = groupBy(
    resources.filter(({ type, values }) => types.has(type) && typeof values.bucket === "string"),
    ({ values }) => referencedAddresses(jsonText(values.bucket))[0],
  );
  return resources.map((resource) => {
    const setters = resource.type === "aws_s3_bucket" ? (set.get(resource.address) ?? []) : [];
    const isKept = ([name, copy]: readonly [string, Json]): boolean => {
      const same = setters.filter(({ type }) => type === bucketArgumentsSetByResource.get(name));
      const isOther = form === "state" ? differences[name] : undefined;
      return same.every(({ values }) => isOther?.(copy, values) === true);
    };
    return setters.length === 0
      ? resource
      : { ...resource, values: Object.fromEntries(Object.entries(resource.values).filter(isKept)) };
  });
}
