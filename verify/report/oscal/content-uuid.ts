import { createHash } from "node:crypto";

/** The namespace of every identifier of a report, chosen once. */
const NAMESPACE = Buffer.from("6b1f0a3e5c0d4f5b9a0e7d2c84f1b6a9", "hex");

/**
 * A UUID of version 5: equal content has an equal identifier, in every run and on every machine.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.5
 */
export function contentUuid(...content: readonly unknown[]): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(JSON.stringify(content)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
