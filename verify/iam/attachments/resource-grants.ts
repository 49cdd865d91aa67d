import {
  blocksOf,
  type Configuration,
  isJsonObject,
  type Json,
  type JsonObject,
  type Resource,
} from "../../terraform/configuration";
import type { Evidence } from "../../verdict/claim";
import { leavesOf } from "../language/arn-owner";
import { type Policy, parsePolicy } from "../language/parse-policy";
import type { TextReader } from "../language/resolve-policy-text";
import { doubtsOf, type PolicyReading, policiesOf, readPolicy } from "./read-policy";

/** What lets somebody do something with a resource: policies that are attached to resources, and single permissions. */
export interface ResourceGrants {
  readonly policies: readonly Policy[];
  readonly doubts: readonly Evidence[];
}

/** Types whose policies claims of their own decide. */
const judgedElsewhere =
  /^aws_(?:iam_\w+|s3_bucket|s3_bucket_policy|kms_\w*key|kms_key_policy|vpc_endpoint|vpc_endpoint_policy)$/;

/** Arguments that hold a policy document and nothing else, whatever the type. */
export const documentArguments = [
  "policy",
  "policy_document",
  "policy_text",
  "access_policy",
  "access_policies",
  "resource_policy",
  "file_system_policy",
];

export function readResourceGrants(configuration: Configuration, text: TextReader): ResourceGrants {
  const readings = configuration.resources
    .filter(({ mode, type }) => mode === "managed" && !judgedElsewhere.test(type))
    .flatMap((resource) => [...documentsIn(resource, text), ...permissionsIn(resource, text)]);
  return { policies: policiesOf(readings), doubts: doubtsOf(readings) };
}

function documentsIn({ address, values }: Resource, text: TextReader): readonly PolicyReading[] {
  return leavesOf(values, "").flatMap(([name, value]) => {
    const document = parsed(text.readJson(value));
    if (isJsonObject(document)) {
      return document.Statement === undefined ? [] : [readPolicy(text, value, address)];
    }
    return documentArguments.includes(name) && value.includes("{") ? [readPolicy(text, value, address)] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Permissions that Terraform writes as arguments of their own, as the statement that each adds to a policy. */
const permissions: Readonly<Record<string, (values: JsonObject) => JsonObject>> = {
  aws_lambda_permission: (values) => ({
    Principal: principalOf(values.principal),
    Condition: {
      StringEquals: present({
        "aws:SourceAccount": values.source_account,
        "aws:PrincipalOrgID": values.principal_org_id,
      }),
      ArnLike: present({ "aws:SourceArn": values.source_arn }),
    },
  }),
  aws_lambda_layer_version_permission: (values) => ({
    Principal: principalOf(values.principal),
    Condition: { StringEquals: present({ "aws:PrincipalOrgID": values.organization_id }) },
  }),
  aws_cloudwatch_event_permission: (values) => ({
    Principal: principalOf(values.principal),
    Condition: Object.fromEntries(
      blocksOf(values.condition).map(({ type, key, value }) => [String(type), present({ [String(key)]: value })]),
    ),
  }),
  aws_ram_principal_association: ({ principal }) => ({ Principal: principalOf(principal) }),
  aws_vpc_endpoint_service_allowed_principal: ({ principal_arn: principal }) => ({ Principal: principalOf(principal) }),
  aws_servicecatalog_portfolio_share: ({ principal_id: principal }) => ({ Principal: principalOf(principal) }),
  aws_servicecatalog_principal_portfolio_association: ({ principal_arn: principal }) => ({
    Principal: principalOf(principal),
  }),
};

function permissionsIn({ address, type, values }: Resource, text: TextReader): readonly PolicyReading[] {
  const statement = Object.hasOwn(permissions, type) ? permissions[type]?.(values) : undefined;
  if (statement === undefined) {
    return [];
  }
  const document = { Statement: { Sid: "permission", Effect: "Allow", Action: "*", Resource: "*", ...statement } };
  const policy = parsePolicy(text.readJson(JSON.stringify(document)), address);
  return [{ kind: "policy", policy }];
}

function principalOf(value: Json | undefined): Json {
  const named = typeof value === "string" ? value : "";
  return /\.amazonaws\.com(?:\.cn)?$/.test(named) ? { Service: named } : { AWS: named };
}

function present(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, Json][] =>
      value === undefined || value === null || value === "" ? [] : [[key, value]],
    ),
  );
}
