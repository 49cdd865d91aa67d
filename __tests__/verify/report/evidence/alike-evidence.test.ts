import fc from "fast-check";
import { alikeEvidence, linesOfOthers } from "../../../../verify/report/evidence/alike-evidence";
import { unnamedAddresses } from "../../../../verify/report/evidence/unnamed-addresses";
import { jsonReport } from "../../../../verify/report/json-report";
import { textReport } from "../../../../verify/report/text-report";
import type { Evidence } from "../../../../verify/verdict/claim";
import { judgedFileWith } from "../../fixtures/sample-verdicts";

const caller = "a principal of the account, such as arn:aws:iam::111122223333:role/any";

function request(resource: string, condition: string, decision: string, action = "s3:GetObject"): Evidence {
  const text = `${caller} calls ${action} on arn:aws:s3:::${resource}/* in aws_s3_bucket.${resource} from anywhere${condition}: ${decision}; the same for 4 more combinations of caller and path [8e582b22]`;
  return { text, addresses: [`aws_s3_bucket_policy.${resource}`] };
}

const publicData = request("data", "", 'allowed by "Open" in aws_s3_bucket_policy.data');
const publicDataOverHttp = request(
  "data",
  " with aws:securetransport = false",
  'allowed by "Open" in aws_s3_bucket_policy.data',
);
const publicLogs = request("logs", "", 'allowed by "Open" in aws_s3_bucket_policy.logs');
const lockedOut = request("logs", "", 'denied by "Lock" in aws_s3_bucket_policy.logs');
const deletion = request("logs", "", 'allowed by "Open" in aws_s3_bucket_policy.logs', "s3:DeleteObject");

test("requests of one caller for one action, which a statement of the same name allows, are one finding for a reader", () => {
  const [first, ...rest] = alikeEvidence([publicData, publicDataOverHttp, publicLogs, lockedOut, deletion]);

  expect(first).toEqual({ first: publicData, others: [publicDataOverHttp, publicLogs] });
  expect(rest.map((group) => group.first)).toEqual([lockedOut, deletion]);
});

test("the line about alike findings counts them and names what tells each from the first, a bucket and not also its policy", () => {
  const buckets = ["a", "b", "c", "d", "e", "f", "g"].map((name) => request(name, "", `allowed by "Open" in ${name}`));
  const of = (...evidence: readonly Evidence[]) => alikeEvidence(evidence).flatMap((group) => linesOfOthers(group));

  expect(of(publicData, publicDataOverHttp, publicLogs)).toEqual(["and 2 more like it: aws_s3_bucket.logs"]);
  expect(of(publicData, publicDataOverHttp)).toEqual(["and 1 more like it"]);
  expect(of(publicData)).toEqual([]);
  expect(of(...buckets.map(({ text }) => ({ text: text.replace(/ in \w+;/, ";"), addresses: [] })))).toEqual([
    "and 6 more like it: aws_s3_bucket.b, aws_s3_bucket.c, aws_s3_bucket.d, aws_s3_bucket.e, and 2 others",
  ]);
});

test("sentences that differ only in the resource are one finding for a reader, and others are not", () => {
  const open = (name: string): Evidence => ({ text: `aws_vpc_endpoint.${name} allows more than TLS`, addresses: [] });
  const groups = alikeEvidence([
    open("api"),
    { text: "no endpoint for kms", addresses: [] },
    open("runtime"),
    { text: "no endpoint for s3", addresses: [] },
  ]);

  expect(groups.map(({ first, others }) => [first.text, others.length])).toEqual([
    ["aws_vpc_endpoint.api allows more than TLS", 1],
    ["no endpoint for kms", 0],
    ["no endpoint for s3", 0],
  ]);
});

test("the text report says alike findings once, counts those that it leaves out, and the JSON report has every one", () => {
  const evidence = [
    publicData,
    publicDataOverHttp,
    publicLogs,
    lockedOut,
    deletion,
    { text: "a fourth", addresses: [] },
  ];
  const stack = judgedFileWith("dev", { kind: "violated", evidence });
  const report = textReport([stack], { color: false, detail: "unproved" });

  expect(report).toContain(
    `    ${publicData.text}\n      and 2 more like it: aws_s3_bucket.logs\n    ${lockedOut.text}\n`,
  );
  expect(report).toContain("\n    and 1 more: add --explain claim-0\n");
  expect(JSON.parse(jsonReport([stack])).stacks[0].claims[0].evidence).toEqual(evidence);
});

test("grouping alike evidence loses no sentence and keeps the order of what it shows", () => {
  const piece = fc.record({
    text: fc.oneof(
      fc.string(),
      fc.constantFrom(publicData.text, publicDataOverHttp.text, publicLogs.text, lockedOut.text, deletion.text),
    ),
    addresses: fc.array(fc.constantFrom("aws_vpc.main", "module.a.aws_subnet.b[0]")),
  });
  fc.assert(
    fc.property(fc.array(piece), (evidence) => {
      const groups = alikeEvidence(evidence);
      const shown = groups.flatMap(({ first, others }) => [first, ...others].map(({ text }) => text));
      expect(shown.toSorted()).toEqual([...new Set(evidence.map(({ text }) => text))].toSorted());
      const positions = groups.map(({ first }) => evidence.findIndex(({ text }) => text === first.text));
      expect(positions).toEqual(positions.toSorted((one, other) => one - other));
    }),
  );
});

test.each([
  ["aws_subnet.a -> aws_route.b", ["aws_subnet.a", "aws_route.b", "aws_vpc.main"], ["aws_vpc.main"]],
  ["aws_subnet.a2 and module.x.aws_subnet.a are elsewhere", ["aws_subnet.a"], ["aws_subnet.a"]],
  ["aws_subnet.a[0] is one of several", ["aws_subnet.a"], ["aws_subnet.a"]],
  ["the reason is aws_subnet.a.", ["aws_subnet.a"], []],
  ['allowed by "Open" in aws_s3_bucket_policy.a; the same', ["aws_s3_bucket_policy.a"], []],
])("in the sentence %s, of the addresses %j the report still lists %j", (text, addresses, listed) => {
  expect(unnamedAddresses({ text, addresses })).toEqual(listed);
});
