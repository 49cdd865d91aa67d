import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";

/** Props of {@link selfServiceBoundaryStatements}. */
export interface SelfServiceBoundaryProps {
  readonly account: Pick<Account, "arn" | "iamArn" | "s3Arn">;
  /** Prefix of every name of the environment. */
  readonly name: string;
}

/**
 * The most that the roles of self-service may do, beside what roles of an environment may: for the boundary of those roles.
 * It grants nothing by itself. Of roles, the one that opens URLs is assumed, and no other.
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
      ...selfServiceBoundaryStatement("TemplatesThatServiceCatalogKeeps", ["s3:GetObject"], account.s3Arn("*/*")),
      Condition: { StringEquals: { "s3:ExistingObjectTag/servicecatalog:provisioning": "true" } },
    },
    selfServiceBoundaryStatement(
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
  ];
}

function selfServiceBoundaryStatement(sid: string, actions: readonly string[], resource: string): Statement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resource };
}
