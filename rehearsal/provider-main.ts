import { join } from "node:path";
import { createInterface } from "node:readline";
import type { AccountState } from "./fake-aws/account-state";
import { createAccountState, putResource, shareAccountState } from "./fake-aws/account-state";
import { startGrpcServer } from "./protocol/grpc-server";
import type { ProviderProcessReply, ProviderProcessRequest, ProviderProcessStart } from "./provider/process-messages";
import { providerMethods } from "./provider/provider";
import type { EncodedSchema } from "./provider/schema-reply";
import { encodeSchema } from "./provider/schema-reply";
import { deriveSchema } from "./schema/derive";
import { PROVIDER_SOURCE, type ProviderSchema } from "./schema/provider-schema";
import { type ExtendedSchema, withUsedArguments } from "./schema/used-arguments";
import { utilityMethods } from "./utility-providers/utility-methods";
import { utilityProviderOf, utilitySchema } from "./utility-providers/utility-schemas";

/**
 * Main program of the stand-in process. Every account listens on its own Unix socket. The process ends when its standard
 * input closes, so it ends with its parent, even if the parent is killed.
 */
async function runProviderProcess(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) {
    return;
  }
  const start = JSON.parse(first.value) as ProviderProcessStart;
  const { packageRoot, socketDirectory, utilities = [], used, ...types } = start;
  const aws = extended(deriveSchema(packageRoot, types), used, ["aws"]);
  const others = utilities.map((source) => {
    const own = extended(utilitySchema(utilityProviderOf(source)), used, used?.localNames[source] ?? []);
    return { source, schema: encodeSchema(own.schema), added: own.added };
  });
  const schema = encodeSchema(aws.schema);
  const served: ServedProviders = { schema, others, socketDirectory };
  const accounts = new Map<string, AccountState>();
  sendReply({
    kind: "ready",
    resources: Object.keys(schema.schema.resource_schemas).length,
    dataSources: Object.keys(schema.schema.data_source_schemas).length,
    added: [aws, ...others].flatMap(({ added }) => added),
  });
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    await handleProcessRequest(JSON.parse(line.value) as ProviderProcessRequest, served, accounts);
  }
}

/** A schema with what the configuration uses of the provider of some local names. */
function extended(
  schema: ProviderSchema,
  used: ProviderProcessStart["used"],
  localNames: readonly string[],
): ExtendedSchema {
  const isOwn = (type: string): boolean => localNames.some((name) => type === name || type.startsWith(`${name}_`));
  return used === undefined ? { schema, added: [] } : withUsedArguments(schema, used, isOwn);
}

/** What the process serves to each account. */
interface ServedProviders {
  readonly schema: EncodedSchema;
  /** The other providers. */
  readonly others: readonly { readonly source: string; readonly schema: EncodedSchema }[];
  readonly socketDirectory: string;
}

async function handleProcessRequest(
  request: ProviderProcessRequest,
  served: ServedProviders,
  accounts: Map<string, AccountState>,
): Promise<void> {
  const { accountName } = request;
  if (request.kind === "open-account") {
    const onEvent = (event: string): void => sendReply({ kind: "event", accountName, event });
    const onExample = (type: string): void => sendReply({ kind: "example", accountName, type });
    const onAssumed = (type: string): void => sendReply({ kind: "assumed", accountName, type });
    const { orphanPolicy, callerRole, region, zoneLetters, zones, isMarked } = request;
    const settings = { callerRole, region, zoneLetters, zones, ...(isMarked === true && { onAssumed }) };
    const own = createAccountState({ ...settings, orphanPolicy, onEvent, onExample });
    const accountState = request.network === undefined ? own : memberOf(request.network, own, accounts);
    const addresses = await serveAccount(accountState, served, accounts.size);
    accounts.set(accountName, accountState);
    sendReply({ kind: "account-opened", accountName, addresses });
    return;
  }
  const accountState = accounts.get(accountName);
  if (accountState !== undefined) {
    putResource(accountState, { type: request.type, attributes: request.attributes });
  }
  sendReply({ kind: "resource-added", accountName });
}

/** Starts a server for each provider. @returns the paths of their sockets by the source of the provider */
async function serveAccount(
  account: AccountState,
  { schema, others, socketDirectory }: ServedProviders,
  index: number,
): Promise<Readonly<Record<string, string>>> {
  const played = others.map((other) => [other.source, utilityMethods(other.source, other.schema, account)] as const);
  const providers = [[PROVIDER_SOURCE, providerMethods(schema, account)] as const, ...played];
  return Object.fromEntries(
    await Promise.all(
      providers.map(async ([source, methods], position) => {
        const address = join(socketDirectory, `${index}-${position}.sock`);
        await startGrpcServer(methods, address);
        return [source, address] as const;
      }),
    ),
  );
}

/** The account of a network as its member uses it. The first member creates it. */
function memberOf(network: string, own: AccountState, accounts: Map<string, AccountState>): AccountState {
  const name = `network ${network}`;
  const shared = accounts.get(name) ?? own;
  accounts.set(name, shared);
  return shareAccountState(shared, own);
}

function sendReply(reply: ProviderProcessReply): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

/** Ctrl-C reaches every foreground process. The stand-in stays, so that Terraform can finish its current call. */
process.on("SIGINT", () => undefined);
/** The parent is gone if its end of the pipe is closed. */
process.stdout.on("error", () => process.exit(0));
void runProviderProcess().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`stand-in provider: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
