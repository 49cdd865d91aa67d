import { gunzipSync, gzipSync, strToU8, zipSync } from "fflate";
import type { ModuleFiles } from "../../stacks/module/module-files";

/** Size of a header and of a unit of content in a tar archive. */
const BLOCK_BYTES = 512;
/** Offset of the size of the content in a header, and its octal digits. */
const SIZE_AT = 124;
const SIZE_DIGITS = 11;
/** Offset of the checksum in a header, and its width. */
const CHECKSUM_AT = 148;
const CHECKSUM_BYTES = 8;
const LONGEST_NAME = 100;
/** Zip cannot store an earlier time. */
const EARLIEST_ZIP_TIME = "1980-01-01T00:00:00";

/**
 * The files as tar.gz. Equal files are equal bytes on every machine: names are sorted, and times, owners and modes are fixed. The
 * compressor is one in JavaScript, because the one of Node.js writes other bytes with another version or processor.
 */
export function tarGzip(files: ModuleFiles): Uint8Array {
  const entries = sorted(files).flatMap(([name, text]) => {
    const content = bytesOf(text);
    return [tarHeader(name, content.length), padded(content)];
  });
  return gzipSync(Buffer.concat([...entries, new Uint8Array(2 * BLOCK_BYTES)]), { level: 9, mtime: 0 });
}

/**
 * The files of an archive that {@link tarGzip} made.
 *
 * @param where names the archive in messages
 * @throws when the bytes are no such archive: a header is damaged, or other bytes would come back
 */
export function untarGzip(archive: Uint8Array, where: string): ModuleFiles {
  const files = unpackedFiles(archive);
  if (files.size === 0 || !Buffer.from(tarGzip(files)).equals(archive)) {
    throw new Error(`${where}: is no archive of publish-module, or it was changed; make it again without --from`);
  }
  return files;
}

/** What is in an archive, as far as it can be read. */
function unpackedFiles(archive: Uint8Array): ModuleFiles {
  const files = new Map<string, Uint8Array>();
  let tar: Buffer;
  try {
    tar = Buffer.from(gunzipSync(archive));
  } catch {
    return files;
  }
  const field = (start: number, length: number) => tar.toString("utf8", start, start + length).replace(/\0.*$/s, "");
  for (let at = 0; /^[0-7]+$/.test(field(at + SIZE_AT, SIZE_DIGITS)); ) {
    const size = Number.parseInt(field(at + SIZE_AT, SIZE_DIGITS), 8);
    const start = at + BLOCK_BYTES;
    files.set(field(at, LONGEST_NAME), Uint8Array.from(tar.subarray(start, start + size)));
    at = start + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}

/** The files as zip, which Artifactory wants. Equal files are equal bytes on every machine in every time zone. */
export function zip(files: ModuleFiles): Uint8Array {
  // The compressor reads the local fields of a time, so the time is one without a zone.
  const content = sorted(files).map(([name, text]) => [name, bytesOf(text)] as const);
  return zipSync(Object.fromEntries(content), { level: 9, mtime: EARLIEST_ZIP_TIME });
}

function sorted(files: ModuleFiles): readonly (readonly [string, string | Uint8Array])[] {
  return [...files].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? strToU8(content) : content;
}

/** Content up to the next whole block. */
function padded(content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(content.length / BLOCK_BYTES) * BLOCK_BYTES);
  whole.set(content);
  return whole;
}

/**
 * The header of a regular file.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar Interchange Format)
 * @throws when the name does not fit
 */
function tarHeader(name: string, size: number): Uint8Array {
  if (strToU8(name).length > LONGEST_NAME) {
    throw new Error(`${name}: too long for an archive, got more than ${LONGEST_NAME} bytes; shorten the name`);
  }
  const header = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, SIZE_DIGITS), SIZE_AT);
  header.write(octal(0, 11), 136);
  header.write(" ".repeat(CHECKSUM_BYTES), CHECKSUM_AT);
  header.write("0", 156);
  header.write("ustar\0", 257);
  header.write("00", 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, CHECKSUM_AT);
  return header;
}
