import { isServicePrincipalName } from "../../../aws/partitions";
import { ownEntry } from "../../collections/own-entry";
import { resourceGraphOf } from "../../terraform/references/resource-graph";
import { typesWithPolicyClaims } from "../../terraform/resource-types/groups/type-groups";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { stringLeaves } from "../language/arn-owner";
import type { Policy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { type PolicyReadResult, readablePolicies, readPolicy, unreadablePolicyDoubts } from "./read-policy";

/** What lets somebody do something with a resource: policies that are attached to resources, and single permissions. */
export interface ResourceBasedPolicies {
  readonly policies: readonly Policy[];
  readonly doubts: readonly Evidence[];
}

/** Arguments that hold a policy document and nothing else, whatever the type. */
export const policyDocumentArguments = [
  "policy",
  "policy_document",
  "policy_text",
  "access_policy",
  "access_policies",
  "resource_policy",
  "file_system_policy",
];

/** Types whose policies are programs of Guard, which grant nobody anything. */
const typesWithGuardPolicies: ReadonlySet<string> = new Set(["aws_config_config_rule"]);

/** Reads the policies of every managed resource, except of types whose policies claims of their own judge. */
export function readResourceBasedPolicies(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
): ResourceBasedPolicies {
  const shares = shareReader(configuration, text);
  const readings = configuration.resources
    .filter(
      ({ mode, type }) => mode === "managed" && !typesWithPolicyClaims.has(type) && !typesWithGuardPolicies.has(type),
    )
    .flatMap((resource) => [...policyDocumentsIn(resource, text), ...permissionPoliciesIn(resource, text, shares)]);
  return { policies: readablePolicies(readings), doubts: unreadablePolicyDoubts(readings) };
}

function policyDocumentsIn({ address, values }: Resource, text: PolicyTextResolver): readonly PolicyReadResult[] {
  return stringLeaves(values, "").flatMap(([name, value]) => {
    const document = parseIfJson(text, value);
    if (isJsonObject(document)) {
      return document.Statement === undefined ? [] : [readPolicy(text, value, address)];
    }
    return policyDocumentArguments.includes(name) && value.includes("{") ? [readPolicy(text, value, address)] : [];
  });
}

/** The document in a text; one that looks like a policy but cannot be read counts as a policy, so that it becomes a doubt. */
function parseIfJson(text: PolicyTextResolver, value: string): unknown {
  if (!value.trimStart().startsWith("{")) {
    return undefined;
  }
  try {
    return JSON.parse(text.resolveJson(value));
  } catch {
    return value.includes('"Statement"') ? { Statement: [] } : undefined;
  }
}

/** What a share of AWS RAM says about its principals besides their names. */
interface ShareReader {
  /** The organization to which a principal belongs; `undefined` if it can be of any. */
  organizationOf(principal: Json | undefined, share: Json | undefined): string | undefined;
}

/**
 * An organization and its units have its ID in their ARNs. RAM refuses other organizations' accounts in a share for principals of the
 * organization.
 *
 * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-sharing-create.html
 */
function shareReader(configuration: TerraformConfiguration, text: PolicyTextResolver): ShareReader {
  const graph = resourceGraphOf(configuration);
  return {
    organizationOf: (principal, share) => {
      const [, named] =
        /^arn:[^:]*:organizations::[^:]*:(?:organization|ou)\/(o-[a-z0-9]+)/u.exec(
          typeof principal === "string" ? text.resolve(principal) : "",
        ) ?? [];
      const target = graph.target(share);
      const isExternal =
        target.kind === "resource" ? jsonText(target.resource.values.allow_external_principals) : "true";
      if (named !== undefined || text.ownOrganization === undefined || isExternal === "false") {
        return named ?? text.ownOrganization;
      }
      // An expression may be false: as a text that is not known, it may be the ID of the organization.
      return isExternal.includes("${") ? isExternal : undefined;
    },
  };
}

/** Permissions that Terraform writes as arguments of their own, as the statement that each adds to a policy. */
const permissionStatements: Readonly<Record<string, (values: JsonObject, shares: ShareReader) => JsonObject>> = {
  aws_lambda_permission: (values) => ({
    Principal: principalElementOf(values.principal),
    Condition: {
      StringEquals: withoutEmptyValues({
        "aws:SourceAccount": values.source_account,
        "aws:PrincipalOrgID": values.principal_org_id,
      }),
      ArnLike: withoutEmptyValues({ "aws:SourceArn": values.source_arn }),
    },
  }),
  aws_lambda_layer_version_permission: (values) => ({
    Principal: principalElementOf(values.principal),
    Condition: { StringEquals: withoutEmptyValues({ "aws:PrincipalOrgID": values.organization_id }) },
  }),
  aws_cloudwatch_event_permission: (values) => ({
    Principal: principalElementOf(values.principal),
    Condition: Object.fromEntries(
      blocksOf(values.condition).map(({ type, key, value }) => [
        jsonText(type),
        withoutEmptyValues({ [jsonText(key)]: value }),
      ]),
    ),
  }),
  aws_ram_principal_association: ({ principal, resource_share_arn: share }, shares) => ({
    Principal: principalElementOf(principal),
    Condition: {
      StringEquals: withoutEmptyValues({ "aws:PrincipalOrgID": shares.organizationOf(principal, share) }),
    },
  }),
  aws_vpc_endpoint_service: ({ allowed_principals: principals }) => ({
    Principal: {
      AWS: (Array.isArray(principals) ? principals : [principals]).filter((one) => typeof one === "string"),
    },
  }),
  aws_vpc_endpoint_service_allowed_principal: ({ principal_arn: principal }) => ({
    Principal: principalElementOf(principal),
  }),
  aws_servicecatalog_portfolio_share: ({ principal_id: principal }) => ({ Principal: principalElementOf(principal) }),
  aws_servicecatalog_principal_portfolio_association: ({ principal_arn: principal }) => ({
    Principal: principalElementOf(principal),
  }),
};

function permissionPoliciesIn(
  { address, type, values }: Resource,
  text: PolicyTextResolver,
  shares: ShareReader,
): readonly PolicyReadResult[] {
  const statement = ownEntry(permissionStatements, type)?.(values, shares);
  if (statement === undefined) {
    return [];
  }
  const document = { Statement: { Sid: "permission", Effect: "Allow", Action: "*", Resource: "*", ...statement } };
  return [readPolicy(text, JSON.stringify(document), address)];
}

function principalElementOf(value: Json | undefined): Json {
  const named = typeof value === "string" ? value : "";
  return isServicePrincipalName(named) ? { Service: named } : { AWS: named };
}

function withoutEmptyValues(values: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, Json][] =>
      value === undefined || value === null || value === "" ? [] : [[key, value]],
    ),
  );
}
