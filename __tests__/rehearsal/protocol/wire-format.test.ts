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

describe("what goes over the wire", () => {
  test("comes back as it was, for any message with fields of every kind", () => {
    fc.assert(
      fc.property(block, (sent) => {
        expect(decode("SchemaBlock", encode("SchemaBlock", sent))).toEqual(sent);
      }),
    );
  });

  test("is encoded byte for byte as Terraform's own protocol buffers are", () => {
    const diagnostic: Message<"Diagnostic"> = {
      severity: 1,
      summary: "é",
      attribute: { steps: [{ attribute_name: "id" }] },
    };

    const encoded = encode("Diagnostics", { diagnostics: [diagnostic] });

    expect(encoded.toString("hex")).toBe("0a0e08011202c3a922060a040a026964");
  });

  test("may have fields that the table does not name: they are skipped, whatever their wire type", () => {
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

  test("is refused in words when it is cut off in the middle of a field", () => {
    const whole = encode("ImportRequest", { type_name: "aws_vpc", id: "vpc-1" });

    expect(() => decode("ImportRequest", whole.subarray(0, whole.length - 1))).toThrow(/not a protocol buffer/);
  });

  test("is a Terraform value that comes back as it was, unknown parts included", () => {
    fc.assert(
      fc.property(value, (sent) => {
        const received = fromDynamicValue(toDynamicValue(sent));

        expect(received).toEqual(sent);
        expect(hasUnknown(received)).toBe(hasUnknown(sent));
      }),
    );
  });
});
