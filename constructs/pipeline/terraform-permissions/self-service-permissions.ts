import type { DeployedService } from "./service-permissions";

const functions: DeployedService = {
  types: ["aws_lambda_function", "aws_lambda_function_event_invoke_config"],
  resources: ({ name, account }) => [account.arn("lambda", `function:${name}-*`)],
  reads: [
    "lambda:GetFunction",
    "lambda:GetFunctionCodeSigningConfig",
    "lambda:GetFunctionConcurrency",
    "lambda:GetFunctionConfiguration",
    "lambda:GetFunctionEventInvokeConfig",
    "lambda:ListTags",
    "lambda:ListVersionsByFunction",
  ],
  readsAnywhere: [],
  writes: [
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
  writesAnywhere: [],
};

const queues: DeployedService = {
  types: ["aws_sqs_queue", "aws_sqs_queue_policy"],
  resources: ({ name, account }) => [account.arn("sqs", `${name}-*`)],
  reads: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
  readsAnywhere: [],
  writes: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
  writesAnywhere: [],
};

/** Portfolios and products are named by ids that AWS chooses, so that those of the whole account are meant. */
const catalog: DeployedService = {
  types: [
    "aws_servicecatalog_constraint",
    "aws_servicecatalog_portfolio",
    "aws_servicecatalog_principal_portfolio_association",
    "aws_servicecatalog_product",
    "aws_servicecatalog_product_portfolio_association",
  ],
  resources: ({ account }) => [account.arn("catalog", "portfolio/*"), account.arn("catalog", "product/*")],
  reads: [
    "servicecatalog:DescribePortfolio",
    "servicecatalog:DescribeProductAsAdmin",
    "servicecatalog:DescribeProvisioningArtifact",
    "servicecatalog:ListPortfoliosForProduct",
    "servicecatalog:ListPrincipalsForPortfolio",
    "servicecatalog:ListProvisioningArtifacts",
  ],
  readsAnywhere: ["servicecatalog:DescribeConstraint", "servicecatalog:ListConstraintsForPortfolio"],
  writes: [
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
  writesAnywhere: [
    "cloudformation:ValidateTemplate",
    "servicecatalog:AssociateProductWithPortfolio",
    "servicecatalog:CreatePortfolio",
    "servicecatalog:CreateProduct",
    "servicecatalog:DeleteConstraint",
    "servicecatalog:DisassociateProductFromPortfolio",
    "servicecatalog:UpdateConstraint",
  ],
};

/** Service Catalog copies a template with the rights of whoever registers the product. */
const templates: DeployedService = {
  types: ["aws_s3_object"],
  resources: ({ name, account }) => [account.s3Arn(`${name}-templates-${account.id}/*`)],
  reads: ["s3:GetObject", "s3:GetObjectTagging"],
  readsAnywhere: [],
  writes: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:PutObjectTagging"],
  writesAnywhere: [],
};

export const DEPLOYED_SELF_SERVICE = { functions, queues, catalog, templates } as const;
