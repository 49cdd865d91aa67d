import { schemaErrors } from "../aws-validation/resources/schema-errors";
import type { AccountState } from "../fake-aws/account-state";
import type { UnaryMethod } from "../protocol/grpc-server";
import type { ProviderReply, ProviderRequest } from "../protocol/messages";
import type { ObjectValue } from "../protocol/values";
import { objectFromDynamicValue, sameValue, toDynamicValue, UNKNOWN } from "../protocol/values";
import { conformToSchema, stateInSchema } from "../provider/conform-to-schema";
import { withUnknownValues } from "../provider/plan-change";
import type { EncodedSchema } from "../provider/schema-reply";
import { attributePath, diagnostics, type Handlers, unaryMethods } from "../provider/unary-methods";
import type { Block } from "../schema/provider-schema";
import { utilityExamples } from "./utility-values";

/** What a stand-in reports to the account that it is used with. */
type UtilityEvents = Pick<AccountState, "onExample">;

/**
 * The gRPC methods of a stand-in for a utility provider, or for one that is required and not used. It reads and writes no file, calls no host
 * and runs no program: what a resource computes is unknown in a plan, and a data source is answered with examples, which it reports.
 *
 * @param source of the provider, such as `hashicorp/random`
 */
export function utilityMethods(
  source: string,
  { schema, reply }: EncodedSchema,
  events: UtilityEvents,
): ReadonlyMap<string, UnaryMethod> {
  const blockOf = (type = ""): Block => schema.resource_schemas[type]?.block ?? noBlock;
  const dataBlockOf = (type = ""): Block => schema.data_source_schemas[type]?.block ?? noBlock;
  const errorsIn = (block: Block, config: ProviderRequest<"ReadDataSource">["config"]) =>
    diagnostics(schemaErrors(block, objectFromDynamicValue(config) ?? {}));
  const handlers: Handlers = {
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    Configure: () => ({}),
    ValidateResourceTypeConfig: ({ type_name: type, config }) => ({ diagnostics: errorsIn(blockOf(type), config) }),
    ValidateDataSourceConfig: ({ type_name: type, config }) => ({ diagnostics: errorsIn(dataBlockOf(type), config) }),
    UpgradeResourceState: ({ type_name: type, raw_state: raw }) => ({
      upgraded_state: toDynamicValue(stateInSchema(blockOf(type), raw?.json)),
    }),
    ReadResource: ({ current_state: state }) => ({ new_state: state }),
    PlanResourceChange: (request) => planned(request, blockOf(request.type_name)),
    ApplyResourceChange: (request) => {
      events.onExample(source);
      return applied(request, blockOf(request.type_name));
    },
    ImportResourceState: ({ type_name: type = "" }) => ({
      diagnostics: diagnostics([
        { summary: `${type}: no import`, detail: "a stand-in has nothing that can be imported; remove the import" },
      ]),
    }),
    ReadDataSource: ({ type_name: type = "", config }) => {
      events.onExample(type);
      const asked = objectFromDynamicValue(config) ?? {};
      const block = dataBlockOf(type);
      return {
        state: toDynamicValue(conformToSchema(block, { ...utilityExamples(type, block, asked), ...given(asked) })),
      };
    },
    Stop: () => ({}),
  };
  return unaryMethods(handlers, reply);
}

const noBlock: Block = { attributes: {}, block_types: {} };

function given(values: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** What the configuration does not say is unknown for a new resource. A changed argument replaces a resource. */
function planned(request: ProviderRequest<"PlanResourceChange">, block: Block): ProviderReply<"PlanResourceChange"> {
  const proposed = objectFromDynamicValue(request.proposed_new_state);
  if (proposed === null) {
    return { planned_state: request.proposed_new_state };
  }
  const prior = objectFromDynamicValue(request.prior_state);
  const config = objectFromDynamicValue(request.config) ?? {};
  const changed = prior === null ? [] : Object.keys(config).filter((name) => isChanged(name, prior, config));
  if (prior !== null && changed.length === 0) {
    return { planned_state: toDynamicValue(proposed) };
  }
  return {
    planned_state: toDynamicValue(withUnknownValues({ block, proposed, config }, () => true)),
    requires_replace: changed.map(attributePath),
  };
}

function isChanged(name: string, prior: ObjectValue, config: ObjectValue): boolean {
  const value = config[name] ?? null;
  return value !== null && !Array.isArray(value) && !sameValue(value, prior[name]);
}

function applied(
  { type_name: type = "", planned_state: state }: ProviderRequest<"ApplyResourceChange">,
  block: Block,
): ProviderReply<"ApplyResourceChange"> {
  const values = objectFromDynamicValue(state);
  if (values === null) {
    return { new_state: state };
  }
  const known = Object.entries(values).filter(([, value]) => value !== UNKNOWN);
  const examples = utilityExamples(type, block, Object.fromEntries(known));
  return { new_state: toDynamicValue(conformToSchema(block, { ...examples, ...Object.fromEntries(known) })) };
}
