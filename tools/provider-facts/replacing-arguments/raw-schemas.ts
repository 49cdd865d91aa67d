/** An argument as the Go program found it in the source. */
export interface RawArgument {
  /** Names of blocks and the argument, joined by `/`. One that begins with `~` is a constant of the provider without its underscores. */
  readonly path: string;
  /** `true`, `if configured`, or what the source has in its place; empty where a change replaces nothing. */
  readonly force: string;
  /** Whether a configuration may set it. */
  readonly input: boolean;
}

/** A resource type as the Go program found it in the source. */
export interface RawSchema {
  readonly type: string;
  /** `aws_framework`, or another word for the older SDK. */
  readonly kind: string;
  readonly args: readonly RawArgument[] | null;
  readonly region: string;
  /** Source of the code that decides when it plans. @default - there is none */
  readonly diffSrc?: string;
}
