import { resourcesOfType, type TerraformConfiguration } from "../../../terraform/terraform-configuration";
import { actionsNotInCatalog, allowedServices } from "../../ask/allowed-actions";
import { type Answer, type AskedModel, ask } from "../../ask/ask";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import type { IamAction } from "../../aws/action-catalog";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { hasOnly } from "../../request-space/requests/example-request";
import { valueTest } from "../../request-space/statements/distinctions";
import { statementsOf } from "../../request-space/statements/statement-queries";
import { type PermittedRequest, permittedDistinctions } from "./permitted-requests";

/** Which writes a question asks about. */
export interface WriteQuestion {
  /** Actions of a service to ask about. */
  readonly actionsToCheck: (service: string) => readonly IamAction[];
  readonly permittedWrites: readonly PermittedRequest[];
  /** Groups of ARN patterns that the answers distinguish beyond those of the permitted writes. @default - none */
  readonly distinguishedArns?: readonly (readonly string[])[];
}

/** What a role may write; an action name that the catalog does not list counts as a write. */
export function askWrites(
  model: AskedModel,
  role: RoleWithPolicies,
  question: WriteQuestion,
): Iterable<Answer<string>> {
  const statements = statementsOf(role.identityPolicies);
  const what = [...allowedServices(statements).flatMap(question.actionsToCheck), ...actionsNotInCatalog(statements)];
  const permitted = permittedDistinctions(question.permittedWrites, statements, what);
  const distinguishedArns = [...permitted.distinguishedArns, ...(question.distinguishedArns ?? [])];
  return ask(model, { who: role, what, ...permitted, distinguishedArns });
}

/** A KMS grant that an AWS service makes for a resource of its own: it gives the caller nothing. */
export const grantsForAwsResources = [
  valueTest("kms:grantisforawsresource", ["true"]),
  valueTest("kms:viaservice", ["*"]),
] as const;

/** Products of Service Catalog that the caller launched. */
export const ofOwnProducts = [valueTest("servicecatalog:userlevel", ["self"])] as const;

/** Whether the requests only make {@link grantsForAwsResources}, which the question must distinguish. */
export function makesGrantsForAwsResources(answer: DecidedRequest<GrantKey>): boolean {
  return (
    answer.actions.every(({ name }) => name === "kms:CreateGrant") &&
    grantsForAwsResources.every((test) => hasOnly(answer, test))
  );
}

/** Condition keys of {@link grantsForAwsResources}. */
export type GrantKey = (typeof grantsForAwsResources)[number]["key"];

/** Writes that the execution role may make although they can widen access. */
export function permittedWritesOfExecutionRoles(
  configuration: TerraformConfiguration,
  model: PolicyModel,
): readonly PermittedRequest[] {
  return [
    { actions: /^kms:CreateGrant$/, when: grantsForAwsResources },
    // The stack's own functions, whose network and permissions other claims check.
    { actions: /^lambda:Invoke/, resourceArns: arnsOfType(configuration, model, "aws_lambda_function", ":*") },
  ];
}

/**
 * Writes that the other roles of the stack need for their work: functions, schedules, people who launch products. Each is
 * limited to a service that cannot change the perimeter, or to resources of the stack.
 */
export function permittedWritesOfOtherRoles(
  configuration: TerraformConfiguration,
  model: PolicyModel,
): readonly PermittedRequest[] {
  const arns = (type: string, suffix?: string) => arnsOfType(configuration, model, type, suffix);
  return [
    ...permittedWritesOfExecutionRoles(configuration, model),
    { actions: /^logs:(CreateLogGroup|CreateLogStream|PutLogEvents)$/ },
    { actions: /^cloudwatch:PutMetricData$/ },
    { actions: /^kms:(Decrypt|Encrypt|GenerateDataKey\w*|ReEncrypt\w+)$/ },
    { actions: /^ec2:(Start|Stop)Instances$/, resourceArns: arns("aws_instance") },
    { actions: /^sagemaker:StopNotebookInstance$/, resourceArns: arns("aws_sagemaker_notebook_instance") },
    { actions: /^sqs:(SendMessage|DeleteMessage|ChangeMessageVisibility)$/, resourceArns: arns("aws_sqs_queue") },
    { actions: /^servicecatalog:ProvisionProduct$/, resourceArns: arns("aws_servicecatalog_product") },
    {
      actions: /^servicecatalog:(Terminate|Update)ProvisionedProduct$/,
      when: ofOwnProducts,
    },
    // The claims about presigned URLs decide who may open what; a running notebook instance has no more access than a stopped one.
    { actions: /^sagemaker:(CreatePresigned(Domain|NotebookInstance|Mlflow\w+)Url|StartNotebookInstance)$/ },
    // Every role of the stack is judged by its own policies.
    { actions: /^sts:AssumeRole$/, resourceArns: model.roles.map(({ arn }) => arn) },
    { actions: /^sts:(TagSession|SetSourceIdentity|DecodeAuthorizationMessage)$/ },
  ];
}

/** Writes that only roles of functions, instances and Service Catalog need, beyond {@link permittedWritesOfOtherRoles}. */
export function additionalWritesOfServiceRoles({
  text: { partition, account },
}: PolicyModel): readonly PermittedRequest[] {
  return [
    // Lambda creates a function's network interfaces with the function's role.
    { actions: /^ec2:(Create|Delete)NetworkInterface$|^ec2:(Assign|Unassign)PrivateIpAddresses$/ },
    // The message channels of SSM Agent, and what the agent reports about its instance.
    {
      actions:
        /^(ssmmessages|ec2messages):|^ssm:(UpdateInstance\w+|UpdateAssociationStatus|PutInventory|Put\w+(Items|Result))$/,
    },
    // Stacks of provisioned products; CloudFormation creates them with the launch role's own permissions.
    {
      actions: /^cloudformation:/,
      resourceArns: [`arn:${partition}:cloudformation:*:${account}:stack/SC-${account}-pp-*`],
    },
  ];
}

/** ARNs of the configuration's resources of a type; with a suffix, also those of what they contain. */
export function arnsOfType(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  type: string,
  suffix?: string,
): readonly string[] {
  const arns = resourcesOfType(configuration, type).map(({ address }) => text.resolve(`\${${address}.arn}`));
  return suffix === undefined ? arns : arns.flatMap((arn) => [arn, `${arn}${suffix}`]);
}
