/**
 * The results of all parts of a command line, so that a user reads every fault of it at once.
 *
 * @throws one error with a line for each fault
 */
export function withEveryFault<Result>(parts: readonly (() => Result)[]): readonly Result[] {
  const results: Result[] = [];
  const faults: string[] = [];
  for (const part of parts) {
    try {
      results.push(part());
    } catch (error) {
      // A fault of the user is a plain error; any other one is a fault of this program.
      if (!(error instanceof Error) || error.name !== "Error") {
        throw error;
      }
      faults.push(error.message);
    }
  }
  if (faults.length > 0) {
    throw new Error(faults.join("\n"));
  }
  return results;
}
