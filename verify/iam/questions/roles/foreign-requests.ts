import { actionsNotInCatalog, allowedServices } from "../../ask/allowed-actions";
import { type Answer, type AskedModel, ask } from "../../ask/ask";
import { resourcesOfOthers } from "../../ask/resources";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService } from "../../aws/action-catalog";
import { awsOwnedResourceArns } from "../../aws/aws-owned-resources";
import { accountOfArn } from "../../language/arn-owner";
import type { Statement } from "../../language/parse-policy";
import { isOpaquePlaceholder } from "../../patterns/placeholders";
import { actsOnAny } from "../../request-space/requests/example-request";
import { actionsNamedBy, statementsOf } from "../../request-space/statements/statement-queries";
import { ofServiceCatalogTemplates } from "./permitted-reads";
import { type PermittedRequest, permittedDistinctions } from "./permitted-requests";

/** A request of a role for a resource that is not this account's. */
export interface ForeignRequest extends Answer<string> {
  /** Whether AWS owns the resource and offers it to every customer. */
  readonly isAwsOwned: boolean;
}

/**
 * What a role may do to resources of other accounts and of AWS, by its own policies. The policies of those resources are unknown
 * and taken to allow it. Buckets of the stack are left out: their ARNs name no account.
 *
 * @param ownBuckets ARNs of the buckets of the stack, and patterns of their objects
 */
export function* askForeignRequests(
  model: AskedModel,
  role: RoleWithPolicies,
  permittedRequests: readonly PermittedRequest[],
  ownBuckets: readonly string[],
): Generator<ForeignRequest> {
  const { text } = model;
  const statements = statementsOf(role.identityPolicies);
  const reaching = statements.filter(
    (statement) => statement.effect === "Allow" && mayReachOthers(statement, text.account, ownBuckets),
  );
  const known = allowedServices(reaching).flatMap((service) => actionsOfService(service));
  const what = [...actionsNamedBy(reaching, known), ...actionsNotInCatalog(reaching)].filter(
    ({ resourceTypes }) => resourceTypes.length > 0,
  );
  if (what.length === 0) {
    return;
  }
  const awsOwnedArns = awsOwnedResourceArns(text, statements);
  const permitted = permittedDistinctions(permittedRequests, statements, what);
  const own = [ownBuckets, awsOwnedArns].filter(({ length }) => length > 0);
  const distinguishedArns = [...own, ...permitted.distinguishedArns];
  for (const answer of ask(model, { who: role, what, on: resourcesOfOthers, ...permitted, distinguishedArns })) {
    if (!actsOnAny(answer, ownBuckets)) {
      yield { ...answer, isAwsOwned: actsOnAny(answer, awsOwnedArns) };
    }
  }
}

/** Requests for resources of others that AWS does not carry out, or that give the caller nothing. */
export const permittedForeignRequests: readonly PermittedRequest[] = [
  // Metrics are written to and read from the caller's account; the ARN of a dataset gives no access to another one.
  { actions: /^cloudwatch:(GetMetricData|ListMetrics|PutMetricData)$/ },
];

/** The same for roles that no code of Studio runs with. */
export const permittedForeignRequestsOfServiceRoles: readonly PermittedRequest[] = [
  ...permittedForeignRequests,
  // CloudFormation finds stacks of the caller's account only.
  { actions: /^cloudformation:GetTemplateSummary$/ },
  // SSM Agent reports its own instance.
  { actions: /^ssm:(ListInstanceAssociations|UpdateInstance\w+)$/ },
  // Service Catalog keeps the templates of products in buckets of AWS.
  { actions: /^s3:GetObject$/, when: ofServiceCatalogTemplates },
];

/** Whether a statement may name a resource of another account. References to resources of the configuration are this account's. */
function mayReachOthers({ resource }: Statement, account: string, ownBuckets: readonly string[]): boolean {
  if (resource === undefined || resource.isNegated) {
    return true;
  }
  return resource.patterns.some(
    (pattern) =>
      !ownBuckets.includes(pattern) && accountOfArn(pattern) !== account && !isOpaquePlaceholder([...pattern][0] ?? ""),
  );
}
