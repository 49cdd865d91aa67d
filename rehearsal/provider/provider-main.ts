import { createInterface } from "node:readline";
import type { World } from "../fake-aws/account-state";
import { newWorld, put } from "../fake-aws/account-state";
import { listen } from "../protocol/grpc-server";
import { deriveSchema } from "../schema/derive";
import { providerMethods } from "./provider";
import type { ServedSchema } from "./schema-reply";
import { serve } from "./schema-reply";
import type { ControlReply, ControlRequest, ControlStart } from "./startup-message";

/**
 * The stand-in process. Every world listens on a loopback port of its own. It lives as long as its standard input is open,
 * so that it ends with its parent however that ends, and leaves no port behind.
 */
async function standIn(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) {
    return;
  }
  const { packageRoot, ...types } = JSON.parse(first.value) as ControlStart;
  const served = serve(deriveSchema(packageRoot, types));
  const worlds = new Map<string, World>();
  say({
    kind: "ready",
    resources: Object.keys(served.schema.resource_schemas).length,
    dataSources: Object.keys(served.schema.data_source_schemas).length,
  });
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    await obey(JSON.parse(line.value) as ControlRequest, served, worlds);
  }
}

async function obey(request: ControlRequest, served: ServedSchema, worlds: Map<string, World>): Promise<void> {
  const name = request.world;
  if (request.kind === "open") {
    const world = newWorld(request.leftovers, (event) => say({ kind: "told", world: name, event }));
    const { address } = await listen(providerMethods(served, world));
    worlds.set(name, world);
    say({ kind: "opened", world: name, address });
    return;
  }
  const world = worlds.get(name);
  if (world !== undefined) {
    put(world, { type: request.type, row: request.row });
  }
  say({ kind: "appeared", world: name });
}

function say(reply: ControlReply): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

/** Ctrl-C reaches the whole foreground group; Terraform must still be able to finish what it has begun. */
process.on("SIGINT", () => undefined);
/** Ends at once when nobody reads what it says any more. */
process.stdout.on("error", () => process.exit(0));
void standIn().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`stand-in provider: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
