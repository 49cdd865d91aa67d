/** What the owners of an environment must know of it, although it is valid. */
export interface EnvironmentNotice {
  readonly environment: string;
  readonly kind: "expires soon" | "expired" | "no spoke";
  /** One line: where, what and what to do. */
  readonly line: string;
}
