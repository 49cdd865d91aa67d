import {
  isComparedArgument,
  isDescribedArgument,
  isHarmlessArgument,
} from "../../../review/arguments/compared-arguments";
import { isProgramArgument } from "../../../review/arguments/programs/program-arguments";
import { isLostSafeguard, isTightened } from "../../../review/arguments/safeguards";
import { itemsOfResources } from "../../../review/cost/fixed-cost-items";
import { ownEntry } from "../../../verify/collections/own-entry";
import { evaluateDnsQuery } from "../../../verify/dns/evaluate-dns-query";
import { readStatelessAction } from "../../../verify/firewall/stateless-rules";
import { readFiveTupleRule } from "../../../verify/firewall/suricata/five-tuple";
import { readProtocolPortRange } from "../../../verify/network/filters/filter-rules";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { parsedJson } from "../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";

test("A table has an entry for its own keys alone, not for the members that every object has.", () => {
  const table: Readonly<Record<string, number>> = { a: 1 };

  expect(["a", "b", "constructor", "toString"].map((key) => ownEntry(table, key))).toEqual([
    1,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each(["constructor", "toString", "valueOf"])(
  "A resource type and a data source type named %s are gaps.",
  (type) => {
    const json = { resource: { [type]: { x: { tags: { [type]: "a" } } } }, data: { [type]: { x: {} } } };
    const gaps = modelGaps(readConfiguration(json, "cdk.tf.json")).map(({ evidence }) => evidence.text);

    expect(gaps).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`no model reads the type ${type}`),
        expect.stringContaining(`is a data source of the type ${type}`),
      ]),
    );
  },
);

test.each(["constructor", "toString", "valueOf", "hasOwnProperty"])(
  "A review finds nothing of its own tables under the type and the path %s.",
  (name) => {
    const change = { place: name, path: name, before: 1, after: 2 };

    expect(isProgramArgument(name, change)).toBe(false);
    expect(isLostSafeguard({ type: name }, change)).toBe(false);
    expect(isLostSafeguard({ type: "aws_s3_bucket", after: undefined }, change)).toBe(false);
    expect(isTightened(name, change)).toBe(false);
    expect([isComparedArgument, isDescribedArgument, isHarmlessArgument].map((is) => is(name, name))).toEqual([
      false,
      false,
      false,
    ]);
    expect(itemsOfResources([{ type: name, address: `${name}.x`, values: {} }]).quantities).toEqual({
      "nat-gateway": 0,
    });
  },
);

test("A text is no JSON where its lists are within more than 500 others, and brackets in its texts do not count.", () => {
  const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

  expect(parsedJson(deep(500))).toBeDefined();
  expect(parsedJson(deep(501))).toBeUndefined();
  expect(parsedJson(JSON.stringify({ a: '\\"[{'.repeat(600) }))).toBeDefined();
});

test("A word that is a member of every object is no action or protocol of a filter.", () => {
  const word = "constructor";
  const header = { protocol: "TCP", source: "ANY", source_port: "ANY", destination: "ANY", destination_port: "ANY" };
  const rules = [{ action: word, patterns: ["*"], trustsRedirectionDomain: false, addresses: ["rule"] }];

  expect(readStatelessAction([word])).toBe("unknown");
  expect(readProtocolPortRange(word, "0", "0")?.protocol).toBe("other");
  expect(readFiveTupleRule({ action: word, header: [{ ...header, direction: "ANY" }] })).toBeUndefined();
  expect(readFiveTupleRule({ action: "PASS", header: [{ ...header, direction: word }] })).toBeUndefined();
  expect(evaluateDnsQuery({ isResolverEnabled: true, rules }, { name: "a.example", type: "A" })).toMatchObject({
    kind: "undecided",
  });
});
