import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import type { AccountState, OrphanPolicy } from "../fake-aws/account-state";
import type { ObjectValue } from "../protocol/values";
import type { ProviderProcessReply, ProviderProcessRequest, ProviderProcessStart } from "../provider/process-messages";
import { within } from "./time-limit";

/** Deriving the schema takes 3 s on an idle machine, an answer some milliseconds. */
const START_LIMIT_MS = 120_000;
const REPLY_LIMIT_MS = 30_000;
/** Time that the process has to end by itself. */
const CLOSE_GRACE_MS = 3000;

/** Options of the stand-in provider process. */
export interface ProviderProcessOptions extends ProviderProcessStart {
  /**
   * Arguments for Node.js itself.
   * @default - none
   */
  readonly nodeArguments?: readonly string[];
}

/** Who uses an account, and how. */
export interface AccountUser {
  /** Whether what SageMaker leaves behind a deleted domain is removed. @default "remove" */
  readonly orphanPolicy?: OrphanPolicy | undefined;
  /** Called with a sentence about each change outside Terraform. @default - nobody is told */
  readonly onEvent?: (event: string) => void;
  /** Role whose session runs Terraform, as `<path and name>`. @default - the role of rehearsals */
  readonly callerRole?: string | undefined;
  /** Name of the network whose environments share the account. @default - nobody shares it */
  readonly network?: string | undefined;
  /** Receives the types of the data sources that are answered with examples, and the sources of providers whose resources are. @default - only a note says so */
  readonly examples?: Set<string>;
  /** Receives the types of the data sources of which only AWS knows the answer. @default - their answers count as those of the account */
  readonly assumed?: Set<string>;
  /** Region where a provider block names none. @default - an example */
  readonly region?: string | undefined;
  /** Letters of the Availability Zones of every Region. @default - `a` to `f` */
  readonly zoneLetters?: readonly string[];
  /** Names of the zones that the account has, as its owner declares them. @default - those of the letters */
  readonly zones?: readonly string[] | undefined;
}

/** What happens in an account while Terraform runs. */
type AccountEvents = Pick<AccountState, "onEvent" | "onExample" | "onAssumed">;

/** The stand-in provider, which runs in a child process. */
export interface ProviderProcess {
  readonly pid: number;
  /** Names that the configuration uses and the schemas do not have: `aws_eip.vpc`, or the type of a data source. */
  readonly added: readonly string[];
  /**
   * Creates an empty account, or opens that of a network. Resolves to the value of TF_REATTACH_PROVIDERS that connects Terraform to it.
   */
  openAccount(accountName: string, user?: AccountUser): Promise<string>;
  /** Adds a resource that Terraform does not manage, such as an object that a user uploaded. */
  addResource(accountName: string, type: string, attributes: ObjectValue): Promise<void>;
  /** Ends the process and closes its sockets, even if it does not react. */
  close(): Promise<void>;
}

/**
 * Starts the stand-in provider and waits until it has derived its schema.
 *
 * @throws when the process cannot derive the schema
 */
export async function startProviderProcess({
  nodeArguments = [],
  ...start
}: ProviderProcessOptions): Promise<ProviderProcess> {
  const entry = join(__dirname, "..", `provider-main${extname(__filename)}`);
  const child = spawn(process.execPath, [...nodeArguments, entry], { stdio: "pipe" });
  const channel = openMessageChannel(child);
  child.stdin.write(`${JSON.stringify(start)}\n`);
  const ready = await within(START_LIMIT_MS, notInTime("did not start", START_LIMIT_MS), channel.next("ready")).catch(
    (error: unknown) => {
      child.kill("SIGKILL");
      throw error;
    },
  );
  const pid = child.pid ?? 0;
  return {
    pid,
    added: ready.added,
    openAccount: async (accountName, user = {}) => {
      const { orphanPolicy = "remove", onEvent = () => undefined, examples = new Set(), assumed } = user;
      const { callerRole, network, region, zoneLetters, zones } = user;
      const onExample = (type: string): void => {
        if (!examples.has(type)) {
          examples.add(type);
          onEvent(
            type.includes("/")
              ? `${type}: a stand-in plays it, because no mirror has it, and what it computes are examples`
              : `data.${type}: answered with example values, because the stand-in has no such thing`,
          );
        }
      };
      channel.listeners.set(accountName, { onEvent, onExample, onAssumed: (type) => assumed?.add(type) });
      const request = {
        ...({ kind: "open-account", accountName, orphanPolicy } as const),
        ...(callerRole !== undefined && { callerRole }),
        ...(network !== undefined && { network }),
        ...(region !== undefined && { region }),
        ...(zoneLetters !== undefined && { zoneLetters }),
        ...(zones !== undefined && { zones }),
        ...(assumed !== undefined && { isMarked: true }),
      };
      const { addresses } = await channel.request(request, "account-opened");
      return reattachProviders(pid, addresses);
    },
    addResource: async (accountName, type, attributes) => {
      await channel.request({ kind: "add-resource", accountName, type, attributes }, "resource-added");
    },
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) {
        const kill = setTimeout(() => child.kill("SIGKILL"), CLOSE_GRACE_MS);
        await once(child, "exit");
        clearTimeout(kill);
      }
    },
  };
}

type ReplyOf<K extends ProviderProcessReply["kind"]> = Extract<ProviderProcessReply, { kind: K }>;

/** Requests to the process and replies from it. */
interface MessageChannel {
  /** Event handlers by account name. */
  readonly listeners: Map<string, AccountEvents>;
  /** Waits for the next reply of a kind. */
  next<K extends ProviderProcessReply["kind"]>(kind: K): Promise<ReplyOf<K>>;
  request<K extends ProviderProcessReply["kind"]>(request: ProviderProcessRequest, kind: K): Promise<ReplyOf<K>>;
}

interface PendingReply {
  readonly kind: ProviderProcessReply["kind"];
  readonly resolve: (reply: ProviderProcessReply) => void;
  readonly reject: (error: Error) => void;
}

/** The process replies in the order of the requests, so a reply belongs to the oldest pending request of its kind. */
function openMessageChannel(child: ChildProcessWithoutNullStreams): MessageChannel {
  const listeners = new Map<string, AccountEvents>();
  const pending: PendingReply[] = [];
  child.stdin.on("error", () => undefined);
  rejectOnExit(child, pending);
  createInterface({ input: child.stdout }).on("line", (line) => {
    const reply = JSON.parse(line) as ProviderProcessReply;
    if (reply.kind === "event") {
      listeners.get(reply.accountName)?.onEvent(reply.event);
      return;
    }
    if (reply.kind === "example") {
      listeners.get(reply.accountName)?.onExample(reply.type);
      return;
    }
    if (reply.kind === "assumed") {
      listeners.get(reply.accountName)?.onAssumed?.(reply.type);
      return;
    }
    const index = pending.findIndex(({ kind }) => kind === reply.kind);
    pending.splice(index, index < 0 ? 0 : 1)[0]?.resolve(reply);
  });
  const next: MessageChannel["next"] = (kind) =>
    new Promise((resolve, reject) => {
      pending.push({ kind, resolve: (reply) => resolve(reply as ReplyOf<typeof kind>), reject });
    });
  return {
    listeners,
    next,
    request: (request, kind) => {
      const reply = next(kind);
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return within(REPLY_LIMIT_MS, notInTime(`did not answer "${request.kind}"`, REPLY_LIMIT_MS), reply);
    },
  };
}

function notInTime(what: string, limit: number): string {
  return `stand-in provider: ${what} within ${limit / 1000} s; run the rehearsal again`;
}

/** Rejects all pending requests with the standard error text of the process when it ends. */
function rejectOnExit(child: ChildProcessWithoutNullStreams, pending: PendingReply[]): void {
  let errorText = "";
  child.stderr.on("data", (text) => {
    errorText += String(text);
  });
  child.on("close", (code) => {
    const reason = errorText.trim() || `stand-in provider: the process ended with exit code ${code}`;
    for (const { reject } of pending.splice(0)) {
      reject(new Error(reason));
    }
  });
}

/** With TF_REATTACH_PROVIDERS, Terraform neither downloads nor starts the provider. */
function reattachProviders(pid: number, addresses: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(addresses).map(([source, path]) => {
        const addr = { Network: "unix", String: path };
        return [source, { Protocol: "grpc", ProtocolVersion: 5, Pid: pid, Test: true, Addr: addr }];
      }),
    ),
  );
}
