import fc from "fast-check";
import { formattedString } from "../../../envs/schema/string-formats";
import { parseCidr } from "../../../ip/cidr";
import { propertyRuns } from "../../fixtures/property-runs";

const ipv4Block = formattedString("an IPv4 block");
const part = fc.constantFrom("0", "00", "7", "010", "10", "99", "100", "199", "200", "249", "255", "256", "300");
const nearlyABlock = fc
  .tuple(
    fc.array(part, { minLength: 3, maxLength: 5 }),
    fc.constantFrom("/0", "/9", "/016", "/16", "/32", "/33", "/", ""),
  )
  .map(([octets, prefix]) => octets.join(".") + prefix);

test("the schema accepts exactly the IPv4 blocks that the IP library reads", () => {
  fc.assert(
    fc.property(nearlyABlock, (text) => {
      expect(ipv4Block.safeParse(text).success).toBe(parseCidr(text) !== undefined);
    }),
    propertyRuns(1000),
  );
});

test.each([" 10.0.0.0/16", "::/0", "10.0.0.0/16\n"])("the schema does not accept %j as an IPv4 block", (text) => {
  expect(ipv4Block.safeParse(text).success).toBe(false);
});
