import { policyModel } from "../../iam/attachments/policy-model";
import { readPolicy } from "../../iam/attachments/read-policy";
import type { PrincipalElement, Statement } from "../../iam/language/parse-policy";
import type { Json, TerraformConfiguration } from "../../terraform/terraform-configuration";

/** What statements of a resource-based policy may allow without a change of what roles of the stack can do. */
export interface NarrowGrants {
  /** Names of actions in lower case. */
  readonly actions: ReadonlySet<string>;
  /** Whether only AWS services may be named. `grants-stay-in-account` decides for whom they act. */
  readonly onlyServices: boolean;
}

/** Pulls images and reads about them: what an image contains is judged where it is used. */
export const imagePulls: NarrowGrants = {
  actions: new Set(
    `
    ecr:batchchecklayeravailability ecr:batchgetimage ecr:describeimages ecr:describeimagescanfindings ecr:describerepositories
    ecr:getdownloadurlforlayer ecr:getlifecyclepolicy ecr:getlifecyclepolicypreview ecr:getrepositorypolicy ecr:listimages
    ecr:listtagsforresource
    `
      .trim()
      .split(/\s+/),
  ),
  onlyServices: false,
};

/**
 * Deliveries of AWS services to log groups, such as the query logs of Route 53.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export const logDeliveries: NarrowGrants = {
  actions: new Set(["logs:createlogstream", "logs:putlogevents", "logs:putlogeventsbatch"]),
  onlyServices: true,
};

/** Whether every statement of the policy that allows something allows only such a grant. What cannot be read may allow anything. */
export function isNarrowPolicy(
  configuration: TerraformConfiguration,
  document: Json | undefined,
  address: string,
  grants: NarrowGrants,
): boolean {
  const reading = readPolicy(policyModel(configuration).text, document, address);
  return reading.kind === "policy" && reading.policy.statements.every((statement) => isNarrow(statement, grants));
}

function isNarrow({ effect, action, principal }: Statement, { actions, onlyServices }: NarrowGrants): boolean {
  const areNarrow = !action.isNegated && action.patterns.every((pattern) => actions.has(pattern.toLowerCase()));
  return effect === "Deny" || (areNarrow && (!onlyServices || namesOnlyServices(principal)));
}

function namesOnlyServices(principal: PrincipalElement | undefined): boolean {
  return principal !== undefined && !principal.isNegated && principal.entries.every(({ kind }) => kind === "Service");
}
