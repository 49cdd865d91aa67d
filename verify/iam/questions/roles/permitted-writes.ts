import { resourcesOfType, type TerraformConfiguration } from "../../../terraform/terraform-configuration";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RequestContext } from "../../language/authorization-request";
import type { PermittedWrite } from "./write-access";

/** A grant that a service makes for its own resources hands nothing to the caller. */
export function isGrantForAwsResource(context: RequestContext): boolean {
  return context.get("kms:grantisforawsresource")?.[0] === "true" && context.get("kms:viaservice") !== undefined;
}

/** What whoever works in Studio may change by what it is done to. */
export function permittedWritesOfExecutionRoles(
  configuration: TerraformConfiguration,
  model: PolicyModel,
): readonly PermittedWrite[] {
  return [
    { actions: /^kms:CreateGrant$/, when: isGrantForAwsResource },
    // Code of the stack's own, which other claims place and bound.
    { actions: /^lambda:Invoke/, resourceArns: arnsOfType(configuration, model, "aws_lambda_function", ":*") },
  ];
}

/**
 * What roles beside Studio's need by what they are: agents, functions, schedules, launches. Each is bound to a service that
 * moves nothing of the perimeter, or to resources of the stack.
 */
export function permittedWritesOfOtherRoles(
  configuration: TerraformConfiguration,
  model: PolicyModel,
): readonly PermittedWrite[] {
  const { partition, account } = model.text;
  const arns = (type: string, suffix?: string) => arnsOfType(configuration, model, type, suffix);
  return [
    ...permittedWritesOfExecutionRoles(configuration, model),
    { actions: /^logs:(CreateLogGroup|CreateLogStream|PutLogEvents)$/ },
    { actions: /^cloudwatch:PutMetricData$/ },
    { actions: /^kms:(Decrypt|Encrypt|GenerateDataKey\w*|ReEncrypt\w+)$/ },
    // Lambda places its functions by the function's role; an interface moves nothing.
    { actions: /^ec2:(Create|Delete)NetworkInterface$|^ec2:(Assign|Unassign)PrivateIpAddresses$/ },
    // Channels by which Systems Manager calls its agent, and what the agent says of its machine.
    {
      actions:
        /^(ssmmessages|ec2messages):|^ssm:(UpdateInstance\w+|UpdateAssociationStatus|PutInventory|Put\w+(Items|Result))$/,
    },
    { actions: /^ec2:(Start|Stop)Instances$/, resourceArns: arns("aws_instance") },
    { actions: /^sagemaker:StopNotebookInstance$/, resourceArns: arns("aws_sagemaker_notebook_instance") },
    { actions: /^sqs:(SendMessage|DeleteMessage|ChangeMessageVisibility)$/, resourceArns: arns("aws_sqs_queue") },
    // Stacks of provisioned products, which CloudFormation makes with no more than the launch role's own rights.
    {
      actions: /^cloudformation:/,
      resourceArns: [`arn:${partition}:cloudformation:*:${account}:stack/SC-${account}-pp-*`],
    },
    { actions: /^servicecatalog:ProvisionProduct$/, resourceArns: arns("aws_servicecatalog_product") },
    {
      actions: /^servicecatalog:(Terminate|Update)ProvisionedProduct$/,
      when: (context) => context.get("servicecatalog:userlevel")?.[0] === "self",
    },
    // Who opens whose is a claim of its own, and a notebook instance that runs is no wider than one that stands.
    { actions: /^sagemaker:(CreatePresigned(Domain|NotebookInstance|Mlflow\w+)Url|StartNotebookInstance)$/ },
    // A role of the stack is judged itself, whoever assumes it.
    { actions: /^sts:AssumeRole$/, resourceArns: model.roles.map(({ arn }) => arn) },
    { actions: /^sts:(TagSession|SetSourceIdentity|DecodeAuthorizationMessage)$/ },
  ];
}

function arnsOfType(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  type: string,
  suffix?: string,
): readonly string[] {
  const arns = resourcesOfType(configuration, type).map(({ address }) => text.resolve(`\${${address}.arn}`));
  return suffix === undefined ? arns : arns.flatMap((arn) => [arn, `${arn}${suffix}`]);
}
