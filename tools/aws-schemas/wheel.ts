import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";

/** A package of the Python registry, as `pip download --no-deps` stores it. Its code is never run. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its license. */
  readonly license: string;
  /** Every file whose path passes the filter, as text; what ends in `.gz` is unpacked and loses that ending. */
  files(filter: (path: string) => boolean): ReadonlyMap<string, string>;
}

/**
 * Reads a wheel.
 *
 * @throws when the file is no wheel
 */
export function readWheel(file: string): Wheel {
  const archive = new Uint8Array(readFileSync(file));
  const files = (filter: (path: string) => boolean): ReadonlyMap<string, string> =>
    new Map(
      Object.entries(unzipSync(archive, { filter: ({ name }) => filter(name) })).map(([path, bytes]) =>
        path.endsWith(".gz")
          ? [path.slice(0, -3), gunzipSync(bytes).toString("utf8")]
          : [path, Buffer.from(bytes).toString("utf8")],
      ),
    );
  const [metadata] = files((path) => path.endsWith(".dist-info/METADATA")).values();
  if (metadata === undefined) {
    throw new Error(`${file}: contains no METADATA; pass a wheel of pip download`);
  }
  const field = (name: string): string => new RegExp(`^${name}: (.+)$`, "m").exec(metadata)?.[1] ?? "";
  return {
    name: field("Name"),
    version: field("Version"),
    license: field("License-Expression") || field("License"),
    files,
  };
}
