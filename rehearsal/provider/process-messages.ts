import type { OrphanPolicy } from "../fake-aws/account-state";
import type { ObjectValue } from "../protocol/values";

/** What the parent asks of the stand-in process: one JSON document a line on its standard input. */
export type ProviderProcessRequest =
  | { readonly kind: "open-account"; readonly accountName: string; readonly orphanPolicy: OrphanPolicy }
  | {
      readonly kind: "add-resource";
      readonly accountName: string;
      readonly type: string;
      readonly attributes: ObjectValue;
    };

/** What the stand-in process answers or tells: one JSON document a line on its standard output. */
export type ProviderProcessReply =
  | { readonly kind: "ready"; readonly resources: number; readonly dataSources: number }
  | { readonly kind: "account-opened"; readonly accountName: string; readonly address: string }
  | { readonly kind: "resource-added"; readonly world: string }
  | { readonly kind: "event"; readonly world: string; readonly event: string };

/** What the stand-in process is started with, as its first line: where the provider package is, and which types to serve. */
export interface ProviderProcessStart {
  readonly packageRoot: string;
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
}
