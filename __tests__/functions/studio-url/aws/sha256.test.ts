import { Sha256 } from "../../../../functions/studio-url/aws/sha256";

async function hex(hash: Sha256): Promise<string> {
  return Buffer.from(await hash.digest()).toString("hex");
}

describe("Sha256", () => {
  test("the hash of abc equals the test vector of FIPS 180-2, for every input type", async () => {
    for (const parts of [
      ["abc"],
      ["a", "bc"],
      [Buffer.from("abc")],
      [new Uint8Array(Buffer.from("xabc")).subarray(1)],
    ]) {
      const hash = new Sha256();
      for (const part of parts) {
        hash.update(part);
      }

      expect(await hex(hash)).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
  });

  test("the HMAC equals test case 2 of RFC 4231", async () => {
    const hash = new Sha256("Jefe");
    hash.update("what do ya want for nothing?");

    expect(await hex(hash)).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  });
});
