import { setFlagsFromString } from "node:v8";

/**
 * The V8 option by which a function is optimized fully only when it has run very often, by major version of Node.js. A command
 * lives for about a second, and optimizing takes longer than it saves. V8 prints an error for an option that it does not know.
 */
const lateOptimizations: Readonly<Record<string, string>> = {
  20: "--interrupt-budget=4000000",
  22: "--invocation-count-for-turbofan=100000",
  24: "--invocation-count-for-turbofan=100000",
};

/** Sets that option for this process, where its version of Node.js has one. */
export function optimizeLate(): void {
  const option = lateOptimizations[process.versions.node.split(".")[0] ?? ""];
  if (option !== undefined) {
    setFlagsFromString(option);
  }
}
