/** Where a command's words go, and what it may know of its surroundings. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person reads the output in colour. */
  readonly color: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** 0: all is well. 1: a claim does not hold. 2: the command could not run. 130: the user ended it. */
export type ExitCode = number;

/** One subcommand of `studio-perimeter`. */
export interface Command {
  /**
   * What `--help` prints: usage, options, examples.
   * @default - the command prints its own
   */
  readonly help?: string;
  /**
   * @param args what follows the command's name
   * @throws a plain `Error` of one line for a user's mistake; anything else is a fault of ours and keeps its stack trace
   */
  run(args: readonly string[], terminal: Terminal): ExitCode | Promise<ExitCode>;
}
