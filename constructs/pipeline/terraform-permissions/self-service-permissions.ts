import type { TerraformServicePermissions } from "./terraform-service-permissions";

const functions: TerraformServicePermissions = {
  resourceTypes: ["aws_lambda_function", "aws_lambda_function_event_invoke_config"],
  resourceArns: ({ name, account }) => [account.arn("lambda", `function:${name}-*`)],
  readActions: [
    "lambda:GetFunction",
    "lambda:GetFunctionCodeSigningConfig",
    "lambda:GetFunctionConcurrency",
    "lambda:GetFunctionConfiguration",
    "lambda:GetFunctionEventInvokeConfig",
    "lambda:ListTags",
    "lambda:ListVersionsByFunction",
  ],
  unscopedReadActions: [],
  writeActions: [
    "lambda:CreateFunction",
    "lambda:DeleteFunction",
    "lambda:DeleteFunctionConcurrency",
    "lambda:DeleteFunctionEventInvokeConfig",
    "lambda:PutFunctionConcurrency",
    "lambda:PutFunctionEventInvokeConfig",
    "lambda:TagResource",
    "lambda:UntagResource",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "lambda:UpdateFunctionEventInvokeConfig",
  ],
  unscopedWriteActions: [],
};

const queues: TerraformServicePermissions = {
  resourceTypes: ["aws_sqs_queue", "aws_sqs_queue_policy"],
  resourceArns: ({ name, account }) => [account.arn("sqs", `${name}-*`)],
  readActions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
  unscopedReadActions: [],
  writeActions: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
  unscopedWriteActions: [],
};

/** ARNs of portfolios and products contain ids that AWS assigns, so all of the account are included. */
const catalog: TerraformServicePermissions = {
  resourceTypes: [
    "aws_servicecatalog_constraint",
    "aws_servicecatalog_portfolio",
    "aws_servicecatalog_principal_portfolio_association",
    "aws_servicecatalog_product",
    "aws_servicecatalog_product_portfolio_association",
  ],
  resourceArns: ({ account }) => [account.arn("catalog", "portfolio/*"), account.arn("catalog", "product/*")],
  readActions: [
    "servicecatalog:DescribePortfolio",
    "servicecatalog:DescribeProductAsAdmin",
    "servicecatalog:DescribeProvisioningArtifact",
    "servicecatalog:ListPortfoliosForProduct",
    "servicecatalog:ListPrincipalsForPortfolio",
    "servicecatalog:ListProvisioningArtifacts",
  ],
  unscopedReadActions: ["servicecatalog:DescribeConstraint", "servicecatalog:ListConstraintsForPortfolio"],
  writeActions: [
    "servicecatalog:AssociatePrincipalWithPortfolio",
    "servicecatalog:CreateConstraint",
    "servicecatalog:DeletePortfolio",
    "servicecatalog:DeleteProduct",
    "servicecatalog:DisassociatePrincipalFromPortfolio",
    "servicecatalog:TagResource",
    "servicecatalog:UntagResource",
    "servicecatalog:UpdatePortfolio",
    "servicecatalog:UpdateProduct",
    "servicecatalog:UpdateProvisioningArtifact",
  ],
  unscopedWriteActions: [
    "cloudformation:ValidateTemplate",
    "servicecatalog:AssociateProductWithPortfolio",
    "servicecatalog:CreatePortfolio",
    "servicecatalog:CreateProduct",
    "servicecatalog:DeleteConstraint",
    "servicecatalog:DisassociateProductFromPortfolio",
    "servicecatalog:UpdateConstraint",
  ],
};

/** Service Catalog copies a template with the credentials of the principal that creates the product. */
const templates: TerraformServicePermissions = {
  resourceTypes: ["aws_s3_object"],
  resourceArns: ({ name, account }) => [account.s3Arn(`${name}-templates-${account.id}/*`)],
  readActions: ["s3:GetObject", "s3:GetObjectTagging"],
  unscopedReadActions: [],
  writeActions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:PutObjectTagging"],
  unscopedWriteActions: [],
};

/** What Terraform needs for self-service, by group. */
export const SELF_SERVICE_PERMISSIONS = { functions, queues, catalog, templates } as const;
