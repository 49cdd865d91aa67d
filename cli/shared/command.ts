/** Where a command writes, and what it may read of its surroundings. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether output may contain color codes. */
  readonly color: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** 0: all is well. 1: a claim does not hold. 2: the command could not run. 3: needs approval. 130: the user interrupted it. */
export type ExitCode = number;

/** One subcommand of `studio-perimeter`. */
export interface Command {
  /**
   * @param args what follows the command's name
   * @throws a plain `Error` of one line for a user's mistake; any other error is a fault of the program and keeps its stack trace
   */
  run(args: readonly string[], terminal: Terminal): ExitCode | Promise<ExitCode>;
}
