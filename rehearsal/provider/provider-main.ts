import { createInterface } from "node:readline";
import type { AccountState } from "../fake-aws/account-state";
import { createAccountState, putResource } from "../fake-aws/account-state";
import { startGrpcServer } from "../protocol/grpc-server";
import { deriveSchema } from "../schema/derive";
import type { ProviderProcessReply, ProviderProcessRequest, ProviderProcessStart } from "./process-messages";
import { providerMethods } from "./provider";
import type { EncodedSchema } from "./schema-reply";
import { encodeSchema } from "./schema-reply";

/**
 * The stand-in process. Every world listens on a loopback port of its own. It lives as long as its standard input is open,
 * so that it ends with its parent however that ends, and leaves no port behind.
 */
async function runProviderProcess(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) {
    return;
  }
  const { packageRoot, ...types } = JSON.parse(first.value) as ProviderProcessStart;
  const schema = encodeSchema(deriveSchema(packageRoot, types));
  const accounts = new Map<string, AccountState>();
  sendReply({
    kind: "ready",
    resources: Object.keys(schema.schema.resource_schemas).length,
    dataSources: Object.keys(schema.schema.data_source_schemas).length,
  });
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    await handleProcessRequest(JSON.parse(line.value) as ProviderProcessRequest, schema, accounts);
  }
}

async function handleProcessRequest(
  request: ProviderProcessRequest,
  schema: EncodedSchema,
  accounts: Map<string, AccountState>,
): Promise<void> {
  const name = request.accountName;
  if (request.kind === "open-account") {
    const accountState = createAccountState(request.orphanPolicy, (event) =>
      sendReply({ kind: "event", world: name, event }),
    );
    const { address } = await startGrpcServer(providerMethods(schema, accountState));
    accounts.set(name, accountState);
    sendReply({ kind: "account-opened", accountName: name, address });
    return;
  }
  const world = accounts.get(name);
  if (world !== undefined) {
    putResource(world, { type: request.type, attributes: request.attributes });
  }
  sendReply({ kind: "resource-added", world: name });
}

function sendReply(reply: ProviderProcessReply): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

/** Ctrl-C reaches the whole foreground group; Terraform must still be able to finish what it has begun. */
process.on("SIGINT", () => undefined);
/** Ends at once when nobody reads what it says any more. */
process.stdout.on("error", () => process.exit(0));
void runProviderProcess().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`stand-in provider: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
