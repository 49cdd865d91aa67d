import type { Refusal } from "../aws-validation/common/validation-error";
import { schemaFaults } from "../aws-validation/resources/argument-rules";
import { refuseConfiguration } from "../aws-validation/validate";
import type { World } from "../fake-aws/account-state";
import { put } from "../fake-aws/account-state";
import { DATA_SOURCES } from "../fake-aws/data-sources";
import type { Cloud } from "../fake-aws/provider-configuration";
import { cloudOf } from "../fake-aws/provider-configuration";
import type { UnaryMethod } from "../protocol/grpc-server";
import type { Message, MethodName, Reply, Request } from "../protocol/messages";
import { METHODS } from "../protocol/messages";
import { decode, encode } from "../protocol/protobuf";
import type { Row, Value } from "../protocol/values";
import { isRow, pack, unpackRow } from "../protocol/values";
import type { Block, ProviderSchema } from "../schema/provider-schema";
import { applyChange } from "./apply-change";
import { conform } from "./conform";
import { planChange } from "./plan-change";
import type { ServedSchema } from "./schema-reply";

const SEVERITY_ERROR = 1;

type AnsweredMethod = Exclude<MethodName, "GetSchema">;
type Handlers = { readonly [M in AnsweredMethod]: (request: Request<M>, connection: object) => Reply<M> };

/** The calls of a provider that stands in for hashicorp/aws over one world. */
export function providerMethods({ schema, reply }: ServedSchema, world: World): ReadonlyMap<string, UnaryMethod> {
  const handlers = handlersOf(schema, world);
  const answered = Object.keys(handlers).map((name): [string, UnaryMethod] => {
    const method = name as AnsweredMethod;
    return [`/tfplugin5.Provider/${method}`, (request, connection) => call(handlers, method, request, connection)];
  });
  const fixed: readonly [string, UnaryMethod][] = [
    ["/tfplugin5.Provider/GetSchema", () => reply],
    ["/plugin.GRPCController/Shutdown", () => Buffer.alloc(0)],
  ];
  return new Map([...answered, ...fixed]);
}

function call<M extends AnsweredMethod>(
  handlers: Handlers,
  method: M,
  request: Buffer,
  connection: object,
): Uint8Array {
  const { request: asked, reply } = METHODS[method];
  return encode(reply, handlers[method](decode(asked, request) as Request<M>, connection));
}

function handlersOf(schema: ProviderSchema, world: World): Handlers {
  /** Each provider block dials a connection of its own. */
  const clouds = new WeakMap<object, Cloud>();
  const cloudAt = (connection: object): Cloud => clouds.get(connection) ?? cloudOf({});
  const blockOf = (type = ""): Block => known(schema.resource_schemas[type]?.block, type);
  const dataBlockOf = (type = ""): Block => known(schema.data_source_schemas[type]?.block, type);
  return {
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    Configure: ({ config }, connection) => {
      clouds.set(connection, cloudOf(unpackRow(config) ?? {}));
      return {};
    },
    ValidateResourceTypeConfig: ({ type_name: type = "", config }) => ({
      diagnostics: diagnostics(refuseConfiguration(type, blockOf(type), unpackRow(config) ?? {})),
    }),
    ValidateDataSourceConfig: ({ type_name: type = "", config }) => ({
      diagnostics: diagnostics(schemaFaults(dataBlockOf(type), unpackRow(config) ?? {})),
    }),
    UpgradeResourceState: ({ type_name: type, raw_state: raw }) => {
      const state: unknown = JSON.parse(Buffer.from(raw?.json ?? []).toString("utf8"));
      return { upgraded_state: pack(conform(blockOf(type), isRow(state as Value) ? (state as Row) : {})) };
    },
    ReadResource: (request) => read(request, world),
    PlanResourceChange: (request, connection) => plan(request, blockOf(request.type_name), cloudAt(connection)),
    ApplyResourceChange: (request, connection) => {
      const site = { world, cloud: cloudAt(connection) };
      return apply(request, blockOf(request.type_name), site);
    },
    ImportResourceState: ({ type_name: type = "", id = "" }) => ({
      imported_resources: [{ type_name: type, state: pack(conform(blockOf(type), { id })) }],
    }),
    ReadDataSource: (request, connection) => readData(request, dataBlockOf(request.type_name), cloudAt(connection)),
    Stop: () => ({}),
  };
}

function known(block: Block | undefined, type: string): Block {
  if (block === undefined) {
    throw new Error(`${type}: is not served by this rehearsal; start it with a configuration that uses the type`);
  }
  return block;
}

function diagnostics(refusals: readonly Refusal[]): readonly Message<"Diagnostic">[] {
  return refusals.map(({ summary, detail, attribute }) => ({
    severity: SEVERITY_ERROR,
    summary,
    detail,
    ...(attribute === undefined ? {} : { attribute: { steps: [{ attribute_name: attribute }] } }),
  }));
}

/** A row that this world never saw was made in an earlier run: it is taken over, so that dependencies on it still count. */
function read(
  { type_name: type = "", current_state: state }: Request<"ReadResource">,
  world: World,
): Reply<"ReadResource"> {
  const row = unpackRow(state);
  if (row !== null) {
    put(world, { type, row });
  }
  return { new_state: state };
}

function plan(request: Request<"PlanResourceChange">, block: Block, cloud: Cloud): Reply<"PlanResourceChange"> {
  const proposed = unpackRow(request.proposed_new_state);
  if (proposed === null) {
    return { planned_state: request.proposed_new_state };
  }
  const prior = unpackRow(request.prior_state);
  const config = unpackRow(request.config) ?? {};
  const planned = planChange({ type: request.type_name ?? "", block, prior, proposed, config, cloud });
  return {
    planned_state: pack(planned.row),
    requires_replace: planned.replacedBy.map((argument) => ({ steps: [{ attribute_name: argument }] })),
  };
}

function apply(
  request: Request<"ApplyResourceChange">,
  block: Block,
  site: { readonly world: World; readonly cloud: Cloud },
): Reply<"ApplyResourceChange"> {
  const prior = unpackRow(request.prior_state);
  const applied = applyChange(request.type_name ?? "", block, prior, unpackRow(request.planned_state), site);
  return applied.kind === "done"
    ? { new_state: pack(applied.row) }
    : { new_state: request.prior_state, diagnostics: diagnostics(applied.refusals) };
}

function readData(
  { type_name: type = "", config }: Request<"ReadDataSource">,
  block: Block,
  cloud: Cloud,
): Reply<"ReadDataSource"> {
  const reader = DATA_SOURCES[type];
  const asked = unpackRow(config) ?? {};
  if (reader === undefined) {
    const detail = "Add it to rehearsal/fake-aws/data-sources.ts, or give the value in the configuration.";
    const summary = `${type}: the rehearsal has no answer for this data source`;
    return { state: pack(null), diagnostics: diagnostics([{ summary, detail }]) };
  }
  const answered = Object.entries(reader(asked, cloud)).filter(([key]) => (asked[key] ?? null) === null);
  return { state: pack(conform(block, { ...asked, ...Object.fromEntries(answered) })) };
}
