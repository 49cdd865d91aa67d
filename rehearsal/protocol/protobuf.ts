import type { FieldKind, Message, MessageField, MessageName } from "./messages";
import { PROTOCOL_MESSAGES } from "./messages";

const VARINT = 0;
const LENGTH_DELIMITED = 2;
/** Bytes of the two fixed-size wire types. */
const FIXED_WIRE_SIZES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };
const MAP_KEY_FIELD: MessageField = { id: 1, one: "string" };

/** Encodes a message. Undefined fields are omitted. */
export function encode<N extends MessageName>(name: N, message: Message<N>): Buffer {
  return encodeRecord(name, message);
}

/** Decodes a message. Unknown fields are skipped. */
export function decode<N extends MessageName>(name: N, bytes: Uint8Array): Message<N> {
  return decodeRecord(name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) as Message<N>;
}

function fieldsOf(name: MessageName): readonly (readonly [string, MessageField])[] {
  return Object.entries(PROTOCOL_MESSAGES[name]);
}

function encodeRecord(name: MessageName, record: object): Buffer {
  return Buffer.concat(fieldsOf(name).flatMap(([key, field]) => encodeField(field, Reflect.get(record, key))));
}

function encodeField(field: MessageField, value: unknown): readonly Uint8Array[] {
  if (value === undefined || value === null) {
    return [];
  }
  if ("one" in field) {
    return encodeValue(field.id, field.one, value);
  }
  if ("many" in field) {
    return Array.isArray(value) ? value.flatMap((item: unknown) => encodeValue(field.id, field.many, item)) : [];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    const entry = [...encodeField(MAP_KEY_FIELD, key), ...encodeValue(2, field.mapTo, item)];
    return delimited(field.id, Buffer.concat(entry));
  });
}

function encodeValue(id: number, kind: FieldKind, value: unknown): readonly Uint8Array[] {
  if (kind === "bool" || kind === "int") {
    return [varint(id * 8 + VARINT), varint(Number(value))];
  }
  if (kind === "string") {
    return delimited(id, Buffer.from(String(value), "utf8"));
  }
  if (kind === "bytes") {
    return delimited(id, value instanceof Uint8Array ? value : Buffer.alloc(0));
  }
  return delimited(id, encodeRecord(kind, Object(value)));
}

function delimited(id: number, content: Uint8Array): readonly Uint8Array[] {
  return [varint(id * 8 + LENGTH_DELIMITED), varint(content.length), content];
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.from([...bytes, rest]);
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

function decodeRecord(name: MessageName, bytes: Buffer): Record<string, unknown> {
  const byId = new Map(fieldsOf(name).map((entry) => [entry[1].id, entry]));
  const record: Record<string, unknown> = {};
  const cursor: Cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const tag = readVarint(cursor);
    const content = readContent(cursor, tag % 8);
    const [key, field] = byId.get(Math.floor(tag / 8)) ?? [];
    if (key !== undefined && field !== undefined) {
      record[key] = mergeField(record[key], field, content);
    }
  }
  return record;
}

function mergeField(before: unknown, field: MessageField, content: number | Buffer): unknown {
  if ("one" in field) {
    return decodeValue(field.one, content);
  }
  if ("many" in field) {
    return [...(Array.isArray(before) ? before : []), decodeValue(field.many, content)];
  }
  throw new Error(`field ${field.id}: unexpected map from Terraform; the plugin protocol has changed`);
}

function decodeValue(kind: FieldKind, content: number | Buffer): unknown {
  if (kind === "bool") {
    return content !== 0;
  }
  if (kind === "int") {
    return content;
  }
  const bytes = typeof content === "number" ? Buffer.alloc(0) : content;
  return kind === "string" ? bytes.toString("utf8") : kind === "bytes" ? bytes : decodeRecord(kind, bytes);
}

function readVarint(cursor: Cursor): number {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = cursor.bytes.readUInt8(cursor.at++);
    value += (byte % 0x80) * factor;
    factor *= 0x80;
    if (byte < 0x80) {
      return value;
    }
  }
}

function readContent(cursor: Cursor, wireType: number): number | Buffer {
  if (wireType === VARINT) {
    return readVarint(cursor);
  }
  const length = wireType === LENGTH_DELIMITED ? readVarint(cursor) : FIXED_WIRE_SIZES[wireType];
  if (length === undefined || cursor.at + length > cursor.bytes.length) {
    throw new Error(
      `wire type ${wireType} at byte ${cursor.at}: not a protocol buffer; the plugin protocol has changed`,
    );
  }
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}
