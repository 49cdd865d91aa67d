/** Where checks run: a terminal in Studio, a machine inside the network with a person's credentials, or the internet with the same. */
export type Position = "studio" | "client" | "outside";

/** A program with its arguments. `$NAME` in an argument stands for a variable that an earlier check set. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** What must happen for a check to pass. */
export type Expectation =
  /** The name resolves, and every IPv4 address is in the block. */
  | { readonly kind: "resolves-within"; readonly host: string; readonly cidr: string }
  /** The resolver says that there is no such name, or no address of it. */
  | { readonly kind: "does-not-resolve"; readonly host: string }
  /** The command ends with 0. `sets` names the variable that gets what it prints. */
  | { readonly kind: "succeeds"; readonly command: CommandLine; readonly sets?: string }
  /** AWS refuses the request of the command because of a policy. */
  | { readonly kind: "is-denied"; readonly command: CommandLine }
  /** The command gets no answer from its server. */
  | { readonly kind: "is-unreachable"; readonly command: CommandLine }
  /** curl prints an HTTP status of the range, both ends included. */
  | { readonly kind: "has-status"; readonly command: CommandLine; readonly first: number; readonly last: number };

/** One check of a deployed environment. */
export interface SmokeCheck {
  /** A sentence without a full stop: what holds if the check passes. */
  readonly title: string;
  readonly expectation: Expectation;
}

/** The checks of one environment from one position, in the order in which they run. */
export interface SmokePlan {
  readonly environment: string;
  readonly position: Position;
  /** Region of every AWS request. */
  readonly region: string;
  readonly checks: readonly SmokeCheck[];
}

/** The variable of a presigned URL. A user passes it where no check can request one. */
export const URL_VARIABLE = "URL";
