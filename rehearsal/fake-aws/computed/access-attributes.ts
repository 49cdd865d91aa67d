import { textOf } from "../../protocol/values";
import type { Answers } from "./attribute";
import { always, arn, filled, madeUpName, prefixed, same } from "./attribute";

/** Ids of Service Catalog have thirteen characters after their prefix. */
const CATALOG_ID = 13;

/** What the services of the ways in decide: Service Catalog, queues, schedules, the settings of a function. */
export const accessAnswers: Answers = {
  aws_servicecatalog_portfolio: {
    id: prefixed("port", CATALOG_ID),
    arn: arn("catalog", "portfolio/{id}"),
    created_time: always("2026-01-01T00:00:00Z"),
  },
  aws_servicecatalog_product: {
    id: prefixed("prod", CATALOG_ID),
    arn: arn("catalog", "product/{id}"),
    created_time: always("2026-01-01T00:00:00Z"),
    status: always("AVAILABLE"),
    has_default_path: always(false),
  },
  aws_servicecatalog_constraint: { id: prefixed("cons", CATALOG_ID), status: always("AVAILABLE") },
  aws_servicecatalog_principal_portfolio_association: {
    id: (row) => filled("{accept_language},{principal_arn},{portfolio_id},{principal_type}", row),
  },
  aws_servicecatalog_product_portfolio_association: {
    id: (row) => filled("{accept_language}:{portfolio_id}:{product_id}", row),
  },
  aws_sqs_queue: {
    name: madeUpName,
    arn: arn("sqs", "{name}"),
    url: (row, { cloud }) =>
      `https://sqs.${textOf(row.region) ?? cloud.region}.amazonaws.com/${cloud.account}/${textOf(row.name)}`,
    id: same("url"),
  },
  aws_sqs_queue_policy: { id: same("queue_url") },
  aws_scheduler_schedule: {
    name: madeUpName,
    group_name: always("default"),
    id: (row) => filled("{group_name}/{name}", row),
    arn: arn("scheduler", "schedule/{id}"),
  },
  aws_lambda_function_event_invoke_config: {
    id: (row) => [textOf(row.function_name), textOf(row.qualifier)].filter(Boolean).join(":"),
  },
};
