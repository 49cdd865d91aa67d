import type { PolicyModel } from "../../attachments/policy-model";
import { iamArn } from "../../language/iam-arn";
import type { PermittedRequest } from "../roles/permitted-requests";
import { requestIn } from "./permitted-writes-of-applies";
import type { LocatedPipeline } from "./pipelines";

/** What a role of an environment changes by its trade, as the widest permissions that any of them may have. */
export function permittedWritesOfBoundary(
  model: PolicyModel,
  { kind, region, namePrefix }: LocatedPipeline,
): readonly PermittedRequest[] {
  const { partition, account } = model.text;
  const inAccount = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const when = [requestIn(region)];
  if (kind === "inspection") {
    return [{ actions: /^logs:(CreateLogStream|PutLogEvents)$/, resourceArns: [inAccount("logs", "*")] }];
  }
  return [
    { actions: /^logs:(Create\w+|PutLogEvents)$/, resourceArns: [inAccount("logs", "*")] },
    { actions: /^s3:\w*(Object|MultipartUpload\w*)$/, resourceArns: [`arn:${partition}:s3:::${namePrefix}-*/*`] },
    {
      actions: /^kms:(CreateGrant|Decrypt|Encrypt|GenerateDataKey\w*|ReEncrypt\w+)$/,
      resourceArns: [inAccount("kms", "key/*")],
    },
    {
      actions:
        /^sagemaker:(Add|Associate|Batch|Create|Delete|Disassociate|Invoke|PutRecord|StartMonitoring|StartPipeline|Stop)\w*$/,
      resourceArns: [inAccount("sagemaker", "*")],
    },
    // An execution of a pipeline that is changed runs on as the pipeline's role, so it is not among the nouns.
    {
      actions:
        /^sagemaker:Update(Action|Artifact|Context|Endpoint\w*|Experiment|Feature\w+|ModelPackage|Monitoring\w+|Pipeline(Version)?|Space|Trial\w*)$/,
      resourceArns: [inAccount("sagemaker", "*")],
    },
    { actions: /^sagemaker-mlflow:\w+$/, resourceArns: [inAccount("sagemaker", "*")] },
    {
      actions: /^sagemaker:StartNotebookInstance$/,
      resourceArns: [inAccount("sagemaker", `notebook-instance/${namePrefix}-*`)],
    },
    { actions: /^cloudwatch:PutMetricData$/, when },
    {
      actions: /^ec2:\w*NetworkInterface\w*$|^ec2:(Assign|Unassign)PrivateIpAddresses$/,
      resourceArns: [inAccount("ec2", "*")],
    },
    { actions: /^ec2:StopInstances$/, resourceArns: [inAccount("ec2", "instance/*")] },
    {
      actions:
        /^(ssmmessages|ec2messages):|^ssm:(UpdateInstance\w+|UpdateAssociationStatus|PutInventory|Put\w+(Items|Result))$/,
      when,
    },
    { actions: /^iam:PassRole$/, resourceArns: [iamArn(model.text, `role/${namePrefix}-*`)] },
    { actions: /^sts:(AssumeRole|TagSession)$/, resourceArns: [iamArn(model.text, `role/${namePrefix}-presign`)] },
    { actions: /^sts:GetServiceBearerToken$/, when },
    { actions: /^lambda:InvokeFunction$/, resourceArns: [inAccount("lambda", `function:${namePrefix}-*`)] },
    { actions: /^sqs:SendMessage$/, resourceArns: [inAccount("sqs", `${namePrefix}-*`)] },
    {
      actions: /^cloudformation:(\w+Stack|SetStackPolicy|TagResource)$/,
      resourceArns: [inAccount("cloudformation", "stack/SC-*")],
    },
    { actions: /^servicecatalog:(ProvisionProduct|\w+ProvisionedProduct\w*)$/, when },
  ];
}
