import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import type { OrphanPolicy } from "../fake-aws/account-state";
import type { ObjectValue } from "../protocol/values";
import type { ProviderProcessReply, ProviderProcessRequest, ProviderProcessStart } from "../provider/process-messages";
import { PROVIDER_SOURCE } from "../schema/provider-schema";

/** How the stand-in process is started. */
export interface ProviderProcessOptions extends ProviderProcessStart {
  /**
   * Arguments for node itself.
   * @default - none
   */
  readonly nodeArguments?: readonly string[];
}

/** A stand-in provider that runs in a process of its own. */
export interface ProviderProcess {
  readonly pid: number;
  /** Opens an empty account, and resolves to the value of TF_REATTACH_PROVIDERS that leads Terraform to it. */
  openAccount(accountName: string, orphanPolicy: OrphanPolicy, onEvent: (event: string) => void): Promise<string>;
  /** Puts something into a world that Terraform did not make: an object that a user wrote, a space that a user opened. */
  addResource(world: string, type: string, attributes: ObjectValue): Promise<void>;
  /** Ends the process and gives every port back. */
  close(): Promise<void>;
}

/** Starts the stand-in provider and waits until it has derived its schema. */
export async function startProviderProcess({
  nodeArguments = [],
  ...start
}: ProviderProcessOptions): Promise<ProviderProcess> {
  const entry = join(__dirname, "..", "provider", `provider-main${extname(__filename)}`);
  const child = spawn(process.execPath, [...nodeArguments, entry], { stdio: "pipe" });
  const conversation = startConversation(child);
  child.stdin.write(`${JSON.stringify(start)}\n`);
  await conversation.next("ready");
  const pid = child.pid ?? 0;
  return {
    pid,
    openAccount: async (accountName, orphanPolicy, onEvent) => {
      conversation.listeners.set(accountName, onEvent);
      const { address } = await conversation.ask({ kind: "open-account", accountName, orphanPolicy }, "account-opened");
      return reattachProviders(pid, address);
    },
    addResource: async (world, type, attributes) => {
      await conversation.ask({ kind: "add-resource", accountName: world, type, attributes }, "resource-added");
    },
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) {
        await once(child, "exit");
      }
    },
  };
}

type ReplyOf<K extends ProviderProcessReply["kind"]> = Extract<ProviderProcessReply, { kind: K }>;

interface Conversation {
  readonly listeners: Map<string, (event: string) => void>;
  next<K extends ProviderProcessReply["kind"]>(kind: K): Promise<ReplyOf<K>>;
  ask<K extends ProviderProcessReply["kind"]>(request: ProviderProcessRequest, kind: K): Promise<ReplyOf<K>>;
}

interface PendingReply {
  readonly kind: ProviderProcessReply["kind"];
  readonly resolve: (reply: ProviderProcessReply) => void;
  readonly reject: (error: Error) => void;
}

/** The process answers in the order it is asked, so the first waiting question of a kind gets the first answer of it. */
function startConversation(child: ChildProcessWithoutNullStreams): Conversation {
  const listeners = new Map<string, (event: string) => void>();
  const waiting: PendingReply[] = [];
  child.stdin.on("error", () => undefined);
  rejectOnExit(child, waiting);
  createInterface({ input: child.stdout }).on("line", (line) => {
    const reply = JSON.parse(line) as ProviderProcessReply;
    if (reply.kind === "event") {
      listeners.get(reply.world)?.(reply.event);
      return;
    }
    const at = waiting.findIndex(({ kind }) => kind === reply.kind);
    waiting.splice(at, at < 0 ? 0 : 1)[0]?.resolve(reply);
  });
  const next: Conversation["next"] = (kind) =>
    new Promise((resolve, reject) => {
      waiting.push({ kind, resolve: (reply) => resolve(reply as ReplyOf<typeof kind>), reject });
    });
  return {
    listeners,
    next,
    ask: (request, kind) => {
      const answer = next(kind);
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return answer;
    },
  };
}

/** Whoever still waits when the process ends is told what it complained of. */
function rejectOnExit(child: ChildProcessWithoutNullStreams, waiting: PendingReply[]): void {
  let errorText = "";
  child.stderr.on("data", (text) => {
    errorText += String(text);
  });
  child.on("close", (code) => {
    const reason = errorText.trim() || `stand-in provider: ended with exit code ${code}`;
    for (const { reject } of waiting.splice(0)) {
      reject(new Error(reason));
    }
  });
}

/** Terraform skips download and handshake for a provider that is announced like this. */
function reattachProviders(pid: number, address: string): string {
  const addr = { Network: "tcp", String: address };
  return JSON.stringify({
    [PROVIDER_SOURCE]: { Protocol: "grpc", ProtocolVersion: 5, Pid: pid, Test: true, Addr: addr },
  });
}
