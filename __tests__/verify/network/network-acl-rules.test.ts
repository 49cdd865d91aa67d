import fc from "fast-check";
import { parseAddressSet } from "../../../ip/cidr";
import { contains } from "../../../ip/interval-set";
import {
  addressesAllowedByAclRules,
  addressesSurelyAllowedByAclRules,
  type NetworkAclRule,
  type TrafficClass,
} from "../../../verify/network/filters/filter-rules";

const portRanges = [
  { protocol: "all", fromPort: 0, toPort: 65535 },
  { protocol: "tcp", fromPort: 0, toPort: 65535 },
  { protocol: "tcp", fromPort: 443, toPort: 443 },
  { protocol: "tcp", fromPort: 1024, toPort: 65535 },
  { protocol: "udp", fromPort: 0, toPort: 65535 },
] as const;
const blocks = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "203.0.113.0/24"].map((block) => parseAddressSet(block));
const action = fc.constantFrom("allow" as const, "deny" as const);
const known: fc.Arbitrary<NetworkAclRule> = fc.record({
  number: fc.nat({ max: 100 }),
  action,
  portRange: fc.constantFrom(...portRanges),
  addresses: fc.constantFrom(...blocks),
});
const unresolved: fc.Arbitrary<NetworkAclRule> = fc.record({
  number: fc.nat({ max: 100 }),
  action,
  portRange: fc.constantFrom(...portRanges, undefined),
  addresses: fc.constantFrom(...blocks, undefined),
});
const numbered = { selector: ({ number }: NetworkAclRule) => number, maxLength: 5 };
const traffic: fc.Arbitrary<TrafficClass> = fc.constantFrom(443, 40000).map((port) => ({ kind: "tcp", port }));

describe("rules of network ACLs", () => {
  it("rules that are all resolved surely allow exactly what they may allow", () => {
    fc.assert(
      fc.property(fc.uniqueArray(known, numbered), traffic, (rules, packets) => {
        expect(addressesSurelyAllowedByAclRules(rules, packets)).toEqual(addressesAllowedByAclRules(rules, packets));
      }),
    );
  });

  it("whatever an unresolved rule is, what is surely allowed is allowed, and what is allowed may be allowed", () => {
    const completion = fc.record({ portRange: fc.constantFrom(...portRanges), addresses: fc.constantFrom(...blocks) });
    fc.assert(
      fc.property(fc.uniqueArray(unresolved, numbered), completion, traffic, (rules, values, packets) => {
        const complete = rules.map((rule) => ({
          ...rule,
          portRange: rule.portRange ?? values.portRange,
          addresses: rule.addresses ?? values.addresses,
        }));
        const allowed = addressesAllowedByAclRules(complete, packets);

        expect(contains(allowed, addressesSurelyAllowedByAclRules(rules, packets))).toBe(true);
        expect(contains(addressesAllowedByAclRules(rules, packets), allowed)).toBe(true);
      }),
    );
  });
});
