import fc from "fast-check";
import type { Message } from "../../../rehearsal/protocol/messages";
import { decode, encode } from "../../../rehearsal/protocol/protobuf";
import type { ProviderValue } from "../../../rehearsal/protocol/values";
import { fromDynamicValue, hasUnknown, toDynamicValue, UNKNOWN } from "../../../rehearsal/protocol/values";

const bytes = fc.uint8Array().map((array) => Buffer.from(array));

const block = fc.record({
  version: fc.nat(),
  attributes: fc.array(
    fc.record(
      { name: fc.string(), type: bytes, required: fc.boolean(), description: fc.string() },
      { requiredKeys: [] },
    ),
    { minLength: 1 },
  ),
});

const value: fc.Arbitrary<ProviderValue> = fc.letrec<{ value: ProviderValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.string(),
    fc.integer(),
    fc.constant<ProviderValue>(UNKNOWN),
    fc.array(tie("value")),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      tie("value"),
    ),
  ),
})).value;

describe("the wire format", () => {
  test("Decoding an encoded message gives the same message, for fields of every kind.", () => {
    fc.assert(
      fc.property(block, (original) => {
        expect(decode("SchemaBlock", encode("SchemaBlock", original))).toEqual(original);
      }),
    );
  });

  test("A message is encoded byte for byte like in Terraform.", () => {
    const diagnostic: Message<"Diagnostic"> = {
      severity: 1,
      summary: "é",
      attribute: { steps: [{ attribute_name: "id" }] },
    };

    const encoded = encode("Diagnostics", { diagnostics: [diagnostic] });

    expect(encoded.toString("hex")).toBe("0a0e08011202c3a922060a040a026964");
  });

  test("Unknown fields of every wire type are skipped.", () => {
    const known = encode("ImportRequest", { type_name: "aws_vpc", id: "vpc-1" });
    const unknown = [
      [0xf8, 0x01, 0x96, 0x01],
      [0xfa, 0x01, 0x02, 0x68, 0x69],
      [0xfd, 0x01, 1, 2, 3, 4],
      [0xf9, 0x01, 1, 2, 3, 4, 5, 6, 7, 8],
    ].flat();

    const decoded = decode("ImportRequest", Buffer.concat([Buffer.from(unknown), known, Buffer.from(unknown)]));

    expect(decoded).toEqual({ type_name: "aws_vpc", id: "vpc-1" });
  });

  test("A message that ends within a field is rejected.", () => {
    const whole = encode("ImportRequest", { type_name: "aws_vpc", id: "vpc-1" });

    expect(() => decode("ImportRequest", whole.subarray(0, whole.length - 1))).toThrow(/not a protocol buffer/);
  });

  test("Decoding an encoded Terraform value gives the same value, including unknown parts.", () => {
    fc.assert(
      fc.property(value, (original) => {
        const received = fromDynamicValue(toDynamicValue(original));

        expect(received).toEqual(original);
        expect(hasUnknown(received)).toBe(hasUnknown(original));
      }),
    );
  });
});
