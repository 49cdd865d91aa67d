import type { Configuration, Json, Resource } from "../../terraform/configuration";
import type { Evidence } from "../../verdict/claim";
import { type TextReader, textReader } from "../language/resolve-policy-text";
import { type Bucket, readBuckets } from "./buckets";
import { type Endpoint, readEndpoints } from "./endpoint-attachments";
import { type Key, readKeys } from "./keys";
import { type Role, readRoles } from "./roles";

/** Every policy of a configuration, parsed, with what it is attached to. */
export interface PolicyModel {
  readonly text: TextReader;
  readonly roles: readonly Role[];
  readonly buckets: readonly Bucket[];
  readonly keys: readonly Key[];
  readonly endpoints: readonly Endpoint[];
  /** Roles that Studio's domain, profiles and spaces run as. */
  readonly executionRoles: readonly Role[];
  /** All others: of functions, machines, schedules, and of people. */
  readonly rolesBeside: readonly Role[];
  /** Execution roles that the configuration names but does not hold. */
  readonly foreignExecutionRoles: readonly Evidence[];
}

const models = new WeakMap<Configuration, PolicyModel>();

/** The model of a configuration, built on first use. */
export function policyModel(configuration: Configuration): PolicyModel {
  const known = models.get(configuration);
  if (known !== undefined) {
    return known;
  }
  const text = textReader(configuration);
  const roles = readRoles(configuration, text);
  const model: PolicyModel = {
    text,
    roles,
    buckets: readBuckets(configuration, text),
    keys: readKeys(configuration, text),
    endpoints: readEndpoints(configuration, text),
    ...executionRolesOf(configuration, text, roles),
  };
  models.set(configuration, model);
  return model;
}

const studioTypes = ["aws_sagemaker_domain", "aws_sagemaker_user_profile", "aws_sagemaker_space"];

function executionRolesOf(configuration: Configuration, text: TextReader, roles: readonly Role[]) {
  const studio = configuration.resources.filter(({ mode, type }) => mode === "managed" && studioTypes.includes(type));
  const named = studio.flatMap((resource) =>
    valuesNamed("execution_role", resource.values).map((value) => ({ resource, arn: text.read(value) })),
  );
  const arns = new Set(named.map(({ arn }) => arn));
  const held = roles.filter((role) => arns.has(role.arn));
  const foreign = named.filter(({ arn }) => !held.some((role) => role.arn === arn));
  const beside = roles.filter((role) => !held.includes(role));
  return {
    executionRoles: held,
    rolesBeside: beside,
    foreignExecutionRoles: foreign.map((entry) => notHeld(text, entry)),
  };
}

function notHeld(text: TextReader, { resource, arn }: { resource: Resource; arn: string }): Evidence {
  return {
    text: `${resource.address} runs as ${text.letters.readable(arn)}, whose policies are not in the configuration`,
    addresses: [resource.address],
  };
}

/** Every text under that name, however deep. */
function valuesNamed(name: string, json: Json): readonly string[] {
  if (Array.isArray(json)) {
    return json.flatMap((item) => valuesNamed(name, item));
  }
  if (typeof json !== "object" || json === null) {
    return [];
  }
  return Object.entries(json).flatMap(([key, value]) =>
    key === name && typeof value === "string" ? [value] : valuesNamed(name, value),
  );
}
