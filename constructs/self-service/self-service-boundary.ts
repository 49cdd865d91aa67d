import type { IAccount } from "../context/account";
import type { Statement } from "../iam/policy-document";
import { requestedRegionCondition } from "../iam/requested-region-condition";

/** Props of {@link selfServiceBoundaryStatements}. */
export interface SelfServiceBoundaryProps {
  readonly account: Pick<IAccount, "arn" | "iamArn" | "s3Arn" | "region">;
  /** Prefix of every resource name of the environment. */
  readonly name: string;
}

/**
 * Statements for the permissions boundary: the maximum permissions of the self-service roles, in addition to those of the other
 * roles. A boundary grants nothing by itself. The presign role is the only role that may be assumed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function selfServiceBoundaryStatements({ account, name }: SelfServiceBoundaryProps): readonly Statement[] {
  return [
    selfServiceBoundaryStatement(
      "OwnFunctions",
      ["lambda:InvokeFunction"],
      account.arn("lambda", `function:${name}-*`),
    ),
    selfServiceBoundaryStatement("OwnQueues", ["sqs:SendMessage"], account.arn("sqs", `${name}-*`)),
    selfServiceBoundaryStatement(
      "PresignRole",
      ["sts:AssumeRole", "sts:TagSession"],
      account.iamArn(`role/${name}-presign`),
    ),
    selfServiceBoundaryStatement(
      "StartNotebooks",
      ["sagemaker:StartNotebookInstance"],
      account.arn("sagemaker", `notebook-instance/${name}-*`),
    ),
    selfServiceBoundaryStatement("PlaceFunctions", ["ec2:*ssignPrivateIpAddresses"], account.arn("ec2", "*")),
    selfServiceBoundaryStatement(
      "StacksOfProducts",
      [
        "cloudformation:*Stack",
        "cloudformation:Describe*",
        "cloudformation:SetStackPolicy",
        "cloudformation:TagResource",
      ],
      account.arn("cloudformation", "stack/SC-*"),
    ),
    {
      ...selfServiceBoundaryStatement("TemplatesOfServiceCatalog", ["s3:GetObject"], account.s3Arn("*/*")),
      Condition: { StringEquals: { "s3:ExistingObjectTag/servicecatalog:provisioning": "true" } },
    },
    {
      ...selfServiceBoundaryStatement(
        "Products",
        [
          "cloudformation:GetTemplateSummary",
          "cloudformation:ValidateTemplate",
          "servicecatalog:Describe*",
          "servicecatalog:List*",
          "servicecatalog:ProvisionProduct",
          "servicecatalog:*ProvisionedProduct*",
          "servicecatalog:SearchProducts",
        ],
        "*",
      ),
      Condition: requestedRegionCondition({ account }),
    },
  ];
}

function selfServiceBoundaryStatement(sid: string, actions: readonly string[], resource: string): Statement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resource };
}
