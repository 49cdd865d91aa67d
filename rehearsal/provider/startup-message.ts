import type { Leftovers } from "../fake-aws/account-state";
import type { Row } from "../protocol/values";

/** What the parent asks of the stand-in process: one JSON document a line on its standard input. */
export type ControlRequest =
  | { readonly kind: "open"; readonly world: string; readonly leftovers: Leftovers }
  | { readonly kind: "appear"; readonly world: string; readonly type: string; readonly row: Row };

/** What the stand-in process answers or tells: one JSON document a line on its standard output. */
export type ControlReply =
  | { readonly kind: "ready"; readonly resources: number; readonly dataSources: number }
  | { readonly kind: "opened"; readonly world: string; readonly address: string }
  | { readonly kind: "appeared"; readonly world: string }
  | { readonly kind: "told"; readonly world: string; readonly event: string };

/** What the stand-in process is started with, as its first line: where the provider package is, and which types to serve. */
export interface ControlStart {
  readonly packageRoot: string;
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
}
