import { partitionNamed, regionalServiceHost } from "../../../aws/partitions";
import { knownString } from "../../protocol/values";
import type { ComputedAttributes } from "./computed-attribute";
import { constant, fillTemplate, generatedName, prefixedId, regionalArn, sameAs } from "./computed-attribute";

/** Characters of a Service Catalog ID after its prefix. */
const CATALOG_ID = 13;

/** Computed attributes of Service Catalog, SQS, EventBridge Scheduler and Lambda. */
export const accessAttributes: ComputedAttributes = {
  aws_servicecatalog_portfolio: {
    id: prefixedId("port", CATALOG_ID),
    arn: regionalArn("catalog", "portfolio/{id}"),
    created_time: constant("2026-01-01T00:00:00Z"),
  },
  aws_servicecatalog_product: {
    id: prefixedId("prod", CATALOG_ID),
    arn: regionalArn("catalog", "product/{id}"),
    created_time: constant("2026-01-01T00:00:00Z"),
    status: constant("AVAILABLE"),
    has_default_path: constant(false),
  },
  aws_servicecatalog_constraint: { id: prefixedId("cons", CATALOG_ID), status: constant("AVAILABLE") },
  aws_servicecatalog_principal_portfolio_association: {
    id: (attributes) => fillTemplate("{accept_language},{principal_arn},{portfolio_id},{principal_type}", attributes),
  },
  aws_servicecatalog_product_portfolio_association: {
    id: (attributes) => fillTemplate("{accept_language}:{portfolio_id}:{product_id}", attributes),
  },
  aws_sqs_queue: {
    name: generatedName,
    arn: regionalArn("sqs", "{name}"),
    url: (attributes, { providerConfig }) =>
      `https://${regionalServiceHost("sqs", knownString(attributes.region) ?? providerConfig.region)}/${providerConfig.account}/${knownString(attributes.name)}`,
    id: sameAs("url"),
  },
  aws_sqs_queue_policy: { id: sameAs("queue_url") },
  aws_scheduler_schedule: {
    name: generatedName,
    group_name: constant("default"),
    id: (attributes) => fillTemplate("{group_name}/{name}", attributes),
    arn: regionalArn("scheduler", "schedule/{id}"),
  },
  aws_lambda_function_event_invoke_config: {
    id: (attributes) =>
      [knownString(attributes.function_name), knownString(attributes.qualifier)].filter(Boolean).join(":"),
  },
  aws_lambda_function: {
    id: sameAs("function_name"),
    arn: regionalArn("lambda", "function:{function_name}"),
    qualified_arn: regionalArn("lambda", "function:{function_name}:1"),
    invoke_arn: (attributes, { providerConfig }) =>
      `arn:${providerConfig.partition}:apigateway:${providerConfig.region}:lambda:path/2015-03-31/functions/${knownString(attributes.arn)}/invocations`,
    version: constant("1"),
  },
  aws_lambda_permission: { statement_id: generatedName, id: sameAs("statement_id") },
  aws_lambda_function_url: {
    id: sameAs("function_name"),
    function_arn: regionalArn("lambda", "function:{function_name}"),
    function_url: (_attributes, { providerConfig, digits }) =>
      `https://${digits}.lambda-url.${providerConfig.region}.${partitionNamed(providerConfig.partition).resourceSuffix ?? "on.example"}/`,
    url_id: (_attributes, { digits }) => digits,
  },
};
