import { expiryNotices, withoutExpiredEntries } from "../../../envs/validation/expiry";
import { parseEnvironments } from "../../../envs/validation/parse-environments";
import { sampleEnvironment } from "../fixtures/sample-environment";

const entry = (name: string, expires?: string) => ({
  name,
  match: "exact" as const,
  reason: "tests",
  owner: "team",
  ...(expires === undefined ? {} : { expires }),
});

const expiring = {
  ...sampleEnvironment,
  name: "old",
  egress: {
    kind: "inspected" as const,
    allowList: [entry("a.example.com", "2027-01-31"), entry("b.example.com"), entry("c.example.com", "2027-02-10")],
  },
};
const other = { ...sampleEnvironment, name: "other", vpcCidr: "10.99.0.0/16" };

function domainsOn(today: string, input: object = expiring): readonly string[] {
  const parsed = parseEnvironments([input], today);
  const [environment] = parsed.kind === "valid" ? parsed.environments : [];
  return environment?.egress.kind === "inspected" ? environment.egress.allowList.map(({ name }) => name) : [];
}

test.each([
  ["2027-01-31", ["a.example.com", "b.example.com", "c.example.com"]],
  ["2027-02-01", ["b.example.com", "c.example.com"]],
  ["2027-02-11", ["b.example.com"]],
])("On %s the firewall allows what has not expired: %j", (today, domains) => {
  expect(domainsOn(today)).toEqual(domains);
});

test("An environment whose last entry has expired still synthesizes, and allows a name that nobody can register.", () => {
  const last = { ...expiring, egress: { ...expiring.egress, allowList: [entry("a.example.com", "2027-01-31")] } };

  expect(domainsOn("2027-02-01", last)).toEqual(["expired.invalid"]);
});

test("An expired entry of one environment does not touch another one.", () => {
  const parsed = parseEnvironments([expiring, other], "2027-02-01");
  const alone = parseEnvironments([other], "2027-02-01");

  expect(parsed.kind === "valid" && parsed.environments.slice(1)).toEqual(alone.kind === "valid" && alone.environments);
});

test.each([
  ["2027-01-16", []],
  ["2027-01-17", ["expires soon: a.example.com expires in 14 days"]],
  ["2027-01-31", ["expires soon: a.example.com expires in 0 days", "expires soon: c.example.com expires in 10 days"]],
  [
    "2027-02-01",
    [
      "expired: a.example.com has expired by 2027-02-01, and is in no firewall that is deployed from now on",
      "expires soon: c.example.com expires in 9 days",
    ],
  ],
])("On %s these entries are near or past their last day: %j", (today, expected) => {
  const notices = expiryNotices([expiring, other], today);

  expect(notices.map(({ kind, line }) => `${kind}: ${/expires: (.*), got/.exec(line)?.[1]}`)).toEqual(expected);
  expect(new Set(notices.map(({ environment }) => environment))).toEqual(new Set(expected.length === 0 ? [] : ["old"]));
});

test("A notice says where the entry is and what to do.", () => {
  expect(expiryNotices([expiring], new Date("2027-01-20T23:59:00Z"))[0]?.line).toBe(
    "old: egress.allowList[0].expires: a.example.com expires in 11 days, got 2027-01-31; remove the entry, or review and extend it",
  );
});

test("An environment that is invalid elsewhere has its notices, and nothing is read of what is no environment.", () => {
  expect(expiryNotices([{ ...expiring, region: 3 }, null, {}, "x"], "2027-02-01")).toHaveLength(2);
});

test("An environment without expired entries stays the same object.", () => {
  const parsed = parseEnvironments([other], "2027-02-01");
  const [environment] = parsed.kind === "valid" ? parsed.environments : [];

  expect(environment && withoutExpiredEntries(environment, "2027-02-01")).toBe(environment);
});
