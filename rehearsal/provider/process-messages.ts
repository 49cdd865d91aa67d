import type { OrphanPolicy } from "../fake-aws/account-state";
import type { FolderNeeds } from "../folder/read-folder";
import type { ObjectValue } from "../protocol/values";
import type { UsedArguments } from "../schema/used-arguments";

/** Requests to the stand-in process: one JSON document per line on its standard input. */
export type ProviderProcessRequest =
  | {
      readonly kind: "open-account";
      readonly accountName: string;
      readonly orphanPolicy: OrphanPolicy;
      /** @default - the role of rehearsals */
      readonly callerRole?: string;
      /** Name of the network of environments that use one account. @default - an account of its own */
      readonly network?: string;
      /** Region where a provider block names none. @default - an example */
      readonly region?: string;
      /** Letters of the Availability Zones of every Region. @default - `a` to `f` */
      readonly zoneLetters?: readonly string[];
      /** Names of the zones that the account has, as its owner declares them. @default - those of the letters */
      readonly zones?: readonly string[];
      /** Whether it says which answers only AWS knows. @default false */
      readonly isMarked?: boolean;
    }
  | {
      readonly kind: "add-resource";
      readonly accountName: string;
      readonly type: string;
      readonly attributes: ObjectValue;
    };

/** Replies and events of the stand-in process: one JSON document per line on its standard output. */
export type ProviderProcessReply =
  /** `added`: names that the schemas do not have and the configuration uses. */
  | {
      readonly kind: "ready";
      readonly resources: number;
      readonly dataSources: number;
      readonly added: readonly string[];
    }
  /** Paths of sockets by the source of the provider. */
  | {
      readonly kind: "account-opened";
      readonly accountName: string;
      readonly addresses: Readonly<Record<string, string>>;
    }
  | { readonly kind: "resource-added"; readonly accountName: string }
  | { readonly kind: "event"; readonly accountName: string; readonly event: string }
  /** A data source of the type was answered with examples. */
  | { readonly kind: "example"; readonly accountName: string; readonly type: string }
  /** A data source of the type was answered as no account may answer it. */
  | { readonly kind: "assumed"; readonly accountName: string; readonly type: string };

/** First line on standard input: folders, and the types to serve. */
export interface ProviderProcessStart {
  /** Folder of the installed provider package. */
  readonly packageRoot: string;
  /** Folder for the sockets. Only its owner may have access to it, because a socket asks for no password. */
  readonly socketDirectory: string;
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  /** Sources of utility providers, and of providers that nothing uses, to serve as well: `hashicorp/random`. @default - none */
  readonly utilities?: readonly string[];
  /** What the configuration uses, which is served also where a schema does not have it. @default - the schemas alone */
  readonly used?: UsedArguments & {
    /** Local names of the other providers, by their source: `random` for `hashicorp/random`. */
    readonly localNames: FolderNeeds["localNames"];
  };
}
