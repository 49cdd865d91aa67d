import type { OperationContext } from "../aws-validation/common/validation-error";
import { refusedArguments } from "../aws-validation/resources/refused-arguments";
import { schemaErrors } from "../aws-validation/resources/schema-errors";
import { validateConfiguration, validateJudgedConfiguration } from "../aws-validation/validate-operation";
import { findInAccount } from "../fake-aws/account-lookups";
import type { AccountState } from "../fake-aws/account-state";
import { findResource, putResource } from "../fake-aws/account-state";
import { DATA_SOURCES, isAssumed, isExampleOf } from "../fake-aws/data-sources";
import { exampleValues } from "../fake-aws/example-values";
import type { ProviderConfiguration } from "../fake-aws/provider-configuration";
import { readProviderConfiguration } from "../fake-aws/provider-configuration";
import type { UnaryMethod } from "../protocol/grpc-server";
import type { ProviderReply, ProviderRequest } from "../protocol/messages";
import { objectFromDynamicValue, toDynamicValue } from "../protocol/values";
import type { Block, ProviderSchema } from "../schema/provider-schema";
import { applyChange } from "./apply-change";
import { conformToSchema, stateInSchema } from "./conform-to-schema";
import { planChange } from "./plan-change";
import type { EncodedSchema } from "./schema-reply";
import { attributePath, diagnostics, type Handlers, unaryMethods } from "./unary-methods";

/** The gRPC methods of a provider that replaces hashicorp/aws for one account. */
export function providerMethods(
  { schema, reply }: EncodedSchema,
  accountState: AccountState,
): ReadonlyMap<string, UnaryMethod> {
  return unaryMethods(handlersOf(schema, accountState), reply);
}

function handlersOf(schema: ProviderSchema, accountState: AccountState): Handlers {
  /** Terraform opens one connection for each provider block. */
  const providerConfigs = new WeakMap<object, ProviderConfiguration>();
  const providerConfigOf = (connection: object): ProviderConfiguration =>
    providerConfigs.get(connection) ?? readProviderConfiguration({}, accountState);
  const blockOf = (type = ""): Block => servedBlock(schema.resource_schemas[type]?.block, type);
  const dataBlockOf = (type = ""): Block => servedBlock(schema.data_source_schemas[type]?.block, type);
  return {
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    Configure: ({ config }, connection) => {
      providerConfigs.set(connection, readProviderConfiguration(objectFromDynamicValue(config) ?? {}, accountState));
      return {};
    },
    ValidateResourceTypeConfig: ({ type_name: type = "", config }) => {
      const attributes = objectFromDynamicValue(config) ?? {};
      const isJudged = accountState.onAssumed !== undefined;
      return {
        diagnostics: diagnostics(
          isJudged
            ? validateJudgedConfiguration(blockOf(type), attributes)
            : validateConfiguration(type, blockOf(type), attributes),
        ),
      };
    },
    ValidateDataSourceConfig: ({ type_name: type = "", config }) => ({
      diagnostics: diagnostics(schemaErrors(dataBlockOf(type), objectFromDynamicValue(config) ?? {})),
    }),
    UpgradeResourceState: ({ type_name: type, raw_state: raw }) => ({
      upgraded_state: toDynamicValue(stateInSchema(blockOf(type), raw?.json)),
    }),
    ReadResource: (request) => readResourceState(request, accountState),
    PlanResourceChange: (request, connection) =>
      planResource(request, blockOf(request.type_name), providerConfigOf(connection)),
    ApplyResourceChange: (request, connection) => {
      const context = { accountState, providerConfig: providerConfigOf(connection) };
      return applyResource(request, blockOf(request.type_name), context);
    },
    ImportResourceState: ({ type_name: type = "", id = "" }) => ({
      imported_resources: [
        {
          type_name: type,
          // Of what the account does not have, only the ID is known.
          state: toDynamicValue(
            conformToSchema(blockOf(type), findResource(accountState, type, id)?.attributes ?? { id }),
          ),
        },
      ],
    }),
    ReadDataSource: (request, connection) =>
      readDataSource(request, dataBlockOf(request.type_name), providerConfigOf(connection), accountState),
    Stop: () => ({}),
  };
}

function servedBlock(block: Block | undefined, type: string): Block {
  if (block === undefined) {
    throw new Error(
      `${type}: the stand-in provider does not serve this type; start it with a configuration that uses the type`,
    );
  }
  return block;
}

/** Adds the resource to the account: it may come from an earlier run, and later checks need it. */
function readResourceState(
  { type_name: type = "", current_state: state }: ProviderRequest<"ReadResource">,
  accountState: AccountState,
): ProviderReply<"ReadResource"> {
  const attributes = objectFromDynamicValue(state);
  if (attributes !== null) {
    putResource(accountState, { type, attributes });
  }
  return { new_state: state };
}

function planResource(
  request: ProviderRequest<"PlanResourceChange">,
  block: Block,
  providerConfig: ProviderConfiguration,
): ProviderReply<"PlanResourceChange"> {
  const proposed = objectFromDynamicValue(request.proposed_new_state);
  if (proposed === null) {
    return { planned_state: request.proposed_new_state };
  }
  const prior = objectFromDynamicValue(request.prior_state);
  const config = objectFromDynamicValue(request.config) ?? {};
  const planned = planChange({ type: request.type_name ?? "", block, prior, proposed, config, providerConfig });
  return {
    planned_state: toDynamicValue(planned.attributes),
    requires_replace: planned.requiresReplace.map(attributePath),
  };
}

function applyResource(
  request: ProviderRequest<"ApplyResourceChange">,
  block: Block,
  context: OperationContext,
): ProviderReply<"ApplyResourceChange"> {
  const type = request.type_name ?? "";
  const prior = objectFromDynamicValue(request.prior_state);
  const planned = objectFromDynamicValue(request.planned_state);
  // At apply every expression has a value, so more can be checked than at validate.
  const refused = planned === null ? [] : refusedArguments(type, objectFromDynamicValue(request.config) ?? {});
  if (refused.length > 0) {
    return { new_state: request.prior_state, diagnostics: diagnostics(refused) };
  }
  const result = applyChange({ type, block, prior, planned }, context);
  return result.kind === "done"
    ? { new_state: toDynamicValue(result.attributes) }
    : { new_state: request.prior_state, diagnostics: diagnostics(result.errors) };
}

/** What stacks of one network look up in one another. An example in its place would hide that they do not fit. */
const NETWORK_LOOKUPS = ["aws_ec2_transit_gateway", "aws_ec2_transit_gateway_vpc_attachment"];

/**
 * A data source without a reader of its own finds what Terraform applied to the account. Where nothing there fits, it is answered with
 * examples, and the report says so.
 */
function readDataSource(
  { type_name: type = "", config }: ProviderRequest<"ReadDataSource">,
  block: Block,
  providerConfig: ProviderConfiguration,
  accountState: AccountState,
): ProviderReply<"ReadDataSource"> {
  const reader = DATA_SOURCES[type];
  const attributes = objectFromDynamicValue(config) ?? {};
  const found =
    reader === undefined ? findInAccount(accountState, { type, block, attributes }, providerConfig) : undefined;
  if (found?.kind === "several") {
    const detail = `it finds ${found.ids.join(", ")}; ask for something that one of them has`;
    return { diagnostics: diagnostics([{ summary: `data.${type}: several objects match`, detail }]) };
  }
  if (found?.kind === "nothing" && accountState.isShared && NETWORK_LOOKUPS.includes(type)) {
    const detail =
      "no stack of the network has what it asks for; compare its filters with the tags of the other stacks";
    return { diagnostics: diagnostics([{ summary: `data.${type}: no object matches`, detail }]) };
  }
  if (found?.kind === "nothing" || isExampleOf(type, attributes, providerConfig)) {
    accountState.onExample(type);
  } else if (isAssumed(type, attributes, providerConfig)) {
    accountState.onAssumed?.(type);
  }
  const read =
    found?.kind === "found"
      ? found.attributes
      : (reader?.(attributes, providerConfig) ?? exampleValues(type, block, attributes, providerConfig));
  const computed = Object.entries(read).filter(([key]) => (attributes[key] ?? null) === null);
  return { state: toDynamicValue(conformToSchema(block, { ...attributes, ...Object.fromEntries(computed) })) };
}
