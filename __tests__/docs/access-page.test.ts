import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import { TODAY } from "../envs/fixtures/sample-environment";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { testingApp } from "../fixtures/testing-app";
import { rowsBelow } from "./fixtures/controls-page";

const page = readFileSync(join(__dirname, "..", "..", "docs", "access-options.md"), "utf8");
const options = rowsBelow(page, "## What each option is, opens and costs").filter((row) => row.length === 5);

const cidrs = ["10.100.0.0/16"];
const transit = { kind: "transit-gateway", id: "tgw-0123456789abcdef0", cidrs };
const servedTo = (endUsers: object) => ({ selfService: { kind: "on", endUsers } });

/** The options of the page, in its words, and what stands for each of them. */
const OPTIONS: Readonly<Record<string, object>> = {
  '`kind: "on"`, nothing else': {},
  "`restrictUrlsToNetwork: false`": { restrictUrlsToNetwork: false },
  "`allowedVpcIds`, `privateCidrs`, `publicCidrs`": {
    allowedVpcIds: ["vpc-0123456789abcdef0"],
    privateCidrs: cidrs,
    publicCidrs: ["203.0.113.0/24"],
  },
  "`urlLifeSeconds`": { urlLifeSeconds: 5 },
  '`selfService`, `endUsers: { kind: "iam-users" }`': servedTo({ kind: "iam-users" }),
  '`selfService`, `endUsers: { kind: "saml", provider }`': servedTo({
    kind: "saml",
    provider: "saml-provider/company",
  }),
  '`selfService`, `endUsers: { kind: "roles", roles }`': servedTo({ kind: "roles", roles: ["role/people/scientist"] }),
  '`selfService`, `endUsers: { kind: "portal", provider, clientId }`': servedTo({
    kind: "portal",
    provider: "oidc-provider/login.example.com",
    clientId: "studio-portal",
  }),
  "`notebookInstance`": { notebookInstance: { user: "data-scientist" } },
  '`client: { kind: "ssm" }`': { client: { kind: "ssm" } },
  '`client: { kind: "public-jump-host" }`': {
    client: { kind: "public-jump-host", allowedCidr: "203.0.113.9/32", keyName: "desk" },
  },
  '`attachment: { kind: "transit-gateway" }`': { attachment: transit },
  '`attachment: { kind: "vpn-gateway", id }`': {
    attachment: { kind: "vpn-gateway", id: "vgw-0123456789abcdef0", cidrs },
  },
  '`attachment: { kind: "vpn-gateway" }`, without an id': { attachment: { kind: "vpn-gateway", cidrs } },
  '`attachment: { kind: "customer-gateway" }`': {
    attachment: { kind: "customer-gateway", id: "cgw-0123456789abcdef0", cidrs },
  },
  "`resolverInbound`, with an attachment": { attachment: transit, resolverInbound: true },
};

/** The text of the table's verdict cell for these access options: tried on prod, or on staging if prod refuses them. */
function verdictsWith(access: object): string {
  const found = [prod, staging].map((base) =>
    parseEnvironments([{ ...base, access: { kind: "on", ...access } }], TODAY),
  );
  const [environment] = found.flatMap((parsed) => (parsed.kind === "invalid" ? [] : parsed.environments));
  if (environment === undefined) {
    throw new Error(
      `access: no environment accepts these options, got ${JSON.stringify(access)}; see envs/schema/access.ts`,
    );
  }
  const stack = new PerimeterStack(testingApp(), environment.name, { environment });
  const configuration = readConfiguration(JSON.parse(Testing.synth(stack, true)), "page");
  const judgements = decideClaims({ configuration, posture: readPosture(configuration) });
  const kinds = (["violated", "undecided"] as const).map((kind) => {
    const names = judgements.filter(({ verdict }) => verdict.kind === kind).map(({ claim }) => `\`${claim.name}\``);
    return names.length === 0 ? "" : `${kind}: ${names.join(", ")}`;
  });
  return kinds.filter((text) => text !== "").join("; ") || "all proved";
}

test("docs/access-options.md lists exactly the options that this test tries", () => {
  expect(options.map(([option]) => option)).toEqual(Object.keys(OPTIONS));
});

test.each(options)(
  "docs/access-options.md states the verdicts of verify for %s",
  (option = "", _builds, _opens, verdicts) => {
    expect(verdictsWith(OPTIONS[option] ?? {})).toBe(verdicts);
  },
);
