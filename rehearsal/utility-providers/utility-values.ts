import { createHash } from "node:crypto";
import type { ObjectValue, ProviderValue } from "../protocol/values";
import { knownString, knownStrings } from "../protocol/values";
import type { Block, CtyType } from "../schema/provider-schema";

/** What the examples of a resource or of a data source are made from: its arguments, and a digest of them. */
interface Example {
  readonly given: ObjectValue;
  /** 64 hexadecimal digits. */
  readonly digits: string;
}

const DAY = "2026-01-01T00:00:00Z";

/** Examples by type and attribute. Equal arguments give equal values. */
const examplesOfTypes: Readonly<Record<string, Readonly<Record<string, (example: Example) => ProviderValue>>>> = {
  random_bytes: {
    base64: (example) => bytesOf(example).toString("base64"),
    hex: (example) => bytesOf(example).toString("hex"),
  },
  random_id: {
    id: (example) => bytesOf(example).toString("base64url"),
    b64_std: (example) => withPrefix(example, bytesOf(example).toString("base64")),
    b64_url: (example) => withPrefix(example, bytesOf(example).toString("base64url")),
    dec: (example) => withPrefix(example, BigInt(`0x${bytesOf(example).toString("hex")}`).toString()),
    hex: (example) => withPrefix(example, bytesOf(example).toString("hex")),
  },
  random_integer: {
    id: ({ given }) => String(given.min ?? 0),
    result: ({ given }) => given.min ?? 0,
  },
  random_password: { result: characters },
  random_pet: {
    id: ({ given, digits }) =>
      knownStrings([given.prefix ?? null, "example", digits.slice(0, 6)]).join(knownString(given.separator) ?? "-"),
  },
  random_shuffle: {
    result: ({ given }) => {
      const items = knownStrings(given.input);
      return items.slice(0, numberIn(given.result_count) ?? items.length);
    },
  },
  random_string: { id: characters, result: characters },
  random_uuid: { id: uuid, result: uuid },
  local_file: { content: ({ given }) => given.content ?? "{}" },
  local_sensitive_file: { content: ({ given }) => given.content ?? "{}" },
  null_data_source: { outputs: ({ given }) => given.inputs ?? {} },
  template_file: { rendered: () => "{}" },
  tls_certificate: {
    certificates: ({ digits }) => [
      {
        cert_pem: "example",
        is_ca: true,
        issuer: "CN=example",
        max_path_length: 0,
        not_after: DAY,
        not_before: DAY,
        public_key_algorithm: "RSA",
        serial_number: "1",
        sha1_fingerprint: digits.slice(0, 40),
        signature_algorithm: "SHA256-RSA",
        subject: "CN=example",
        version: 3,
      },
    ],
  },
  tls_private_key: { public_key_openssh: ({ digits }) => `ssh-rsa ${Buffer.from(digits).toString("base64")}\n` },
};

/** Examples of points in time, which several types have. */
const exampleTimes: Readonly<Record<string, ProviderValue>> = {
  rfc3339: DAY,
  rotation_rfc3339: DAY,
  base_rfc3339: DAY,
  validity_start_time: DAY,
  validity_end_time: DAY,
  year: 2026,
  month: 1,
  day: 1,
  hour: 0,
  minute: 0,
  second: 0,
  unix: 1_767_225_600,
};

/**
 * Values for what a utility provider computes: of the right form, and with no other meaning. An argument that is left out has none.
 *
 * @param given the arguments that have a value
 */
export function utilityExamples(type: string, block: Block, given: ObjectValue): ObjectValue {
  const digits = createHash("sha256")
    .update(`${type}${JSON.stringify(given)}`)
    .digest("hex");
  const own = examplesOfTypes[type] ?? {};
  return Object.fromEntries(
    Object.entries(block.attributes)
      .filter(([name, { computed, optional }]) => computed === true && (optional !== true || name in exampleTimes))
      .map(([name, attribute]) => [
        name,
        own[name]?.({ given, digits }) ?? exampleTimes[name] ?? exampleOf(name, attribute.type, digits),
      ]),
  );
}

function exampleOf(name: string, type: CtyType, digits: string): ProviderValue {
  switch (type) {
    case "string":
      return name.includes("base64") ? Buffer.from(digits, "hex").toString("base64") : digits.slice(0, 40);
    case "number":
      return 1;
    case "bool":
      return false;
    case "dynamic":
      return null;
    default:
      return type[0] === "map" ? {} : [];
  }
}

function bytesOf({ given, digits }: Example): Buffer {
  const length = numberIn(given.byte_length) ?? numberIn(given.length) ?? 1;
  const bytes = Buffer.from(digits, "hex");
  return Buffer.concat(Array.from({ length: Math.ceil(length / bytes.length) }, () => bytes)).subarray(0, length);
}

function withPrefix({ given }: Example, text: string): string {
  return `${knownString(given.prefix) ?? ""}${text}`;
}

/** Small letters, unless the configuration leaves them out. */
function characters({ given, digits }: Example): string {
  const alphabet = given.lower === false ? (given.upper === false ? "0123456789" : "ABCDEFGHIJ") : "abcdefghij";
  const length = numberIn(given.length) ?? 1;
  return Array.from(
    { length },
    (_, index) => alphabet[Number.parseInt(digits[index % digits.length] ?? "0", 16) % 10],
  ).join("");
}

function uuid({ digits }: Example): string {
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return [...parts, digits.slice(20, 32)].join("-");
}

function numberIn(value: ProviderValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
