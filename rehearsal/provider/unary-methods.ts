import type { ValidationError } from "../aws-validation/common/validation-error";
import type { UnaryMethod } from "../protocol/grpc-server";
import type { Message, MethodName, ProviderReply, ProviderRequest } from "../protocol/messages";
import { PROVIDER_METHODS } from "../protocol/messages";
import { decode, encode } from "../protocol/protobuf";

const SEVERITY_ERROR = 1;

type HandledMethod = Exclude<MethodName, "GetSchema">;
/** What a provider does for each method of the protocol. */
export type Handlers = {
  readonly [M in HandledMethod]: (request: ProviderRequest<M>, connection: object) => ProviderReply<M>;
};

/**
 * The gRPC methods of a provider.
 *
 * @param reply to GetSchema, encoded
 */
export function unaryMethods(handlers: Handlers, reply: Uint8Array): ReadonlyMap<string, UnaryMethod> {
  const handled = Object.keys(handlers).map((name): [string, UnaryMethod] => {
    const method = name as HandledMethod;
    return [`/tfplugin5.Provider/${method}`, (request, connection) => call(handlers, method, request, connection)];
  });
  const fixed: readonly [string, UnaryMethod][] = [
    ["/tfplugin5.Provider/GetSchema", () => reply],
    ["/plugin.GRPCController/Shutdown", () => Buffer.alloc(0)],
  ];
  const methods = new Map([...handled, ...fixed]);
  for (const [path, method] of handled.filter(([name]) => name.endsWith("/ValidateResourceTypeConfig"))) {
    methods.set(path, answeredOnce(method));
  }
  return methods;
}

/** Validation reads its request alone, and each command of Terraform validates every resource again. */
function answeredOnce(method: UnaryMethod): UnaryMethod {
  const replies = new Map<string, Uint8Array>();
  return (request, connection) => {
    const key = request.toString("latin1");
    const reply = replies.get(key) ?? method(request, connection);
    replies.set(key, reply);
    return reply;
  };
}

function call<M extends HandledMethod>(handlers: Handlers, method: M, request: Buffer, connection: object): Uint8Array {
  const types = PROVIDER_METHODS[method];
  return encode(types.reply, handlers[method](decode(types.request, request) as ProviderRequest<M>, connection));
}

/** Errors as a reply has them. */
export function diagnostics(errors: readonly ValidationError[]): readonly Message<"Diagnostic">[] {
  return errors.map(({ summary, detail, attribute }) => ({
    severity: SEVERITY_ERROR,
    summary,
    detail,
    ...(attribute === undefined ? {} : { attribute: attributePath(attribute) }),
  }));
}

/** The path of an attribute at the top of a resource. */
export function attributePath(name: string): Message<"AttributePath"> {
  return { steps: [{ attribute_name: name }] };
}
