import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";

const CHUNK_BYTES = 65_536;

/**
 * Reads a file, or a pipe up to its end. A device such as /dev/zero, which says that it has no bytes, is read up to the limit alone.
 *
 * @param limit most bytes
 * @returns `undefined` when there are more
 * @throws an error of the operating system
 */
export function readAtMost(path: string, limit: number): Buffer | undefined {
  const file = openSync(path, "r");
  try {
    const stat = fstatSync(file);
    return stat.isFile() ? (stat.size > limit ? undefined : readFileSync(file)) : readStream(file, limit);
  } finally {
    closeSync(file);
  }
}

function readStream(file: number, limit: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let total = 0; total <= limit; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const bytes = readSync(file, chunk);
    if (bytes === 0) {
      return Buffer.concat(chunks);
    }
    chunks.push(chunk.subarray(0, bytes));
    total += bytes;
  }
  return undefined;
}
