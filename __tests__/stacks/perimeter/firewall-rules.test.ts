import { Testing } from "cdktf";
import { managedRuleGroupNames } from "../../../aws/managed-rule-groups";
import { refusedValues } from "../../../constraints/refused-stack";
import { environmentSchema } from "../../../envs/schema/environment";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { claims } from "../../../verify/claims";
import { staging } from "../../fixtures/environments/staging";
import { testingApp } from "../../fixtures/testing-app";
import { unprovedClaims } from "../../verify/fixtures/unproved-claims";

const note = { reason: "reported by the CERT", owner: "security" };
const destinations = ["198.51.100.0/24", "203.0.113.7/32"];

/** No stateless rule drops packets to them. */
const others = { destinations: ["203.0.114.0/24"] };

/** Staging with every managed group that fits a policy, own rules of every form, and a Git server of the company. */
const environment = environmentSchema.parse({
  ...staging,
  egress: {
    ...staging.egress,
    managedRuleGroups: managedRuleGroupNames.slice(0, 15).map((name, index) => ({
      name,
      action: index % 2 === 0 ? "drop" : "alert",
    })),
    rules: [
      { kind: "stateless", name: "packets", destinations, ...note },
      { kind: "stateless", name: "time", protocol: "udp", ports: [123], destinations, ...note },
      ...["ip", "tcp", "udp", "icmp", "tls", "http", "ssh"].flatMap((protocol) =>
        ["drop", "alert"].map((action) => ({
          kind: "stateful",
          name: `${action}-${protocol}`,
          ...{ action, protocol, ...others, ...note },
        })),
      ),
      { kind: "stateful", name: "reset", action: "reject", protocol: "tcp", ports: [443], ...others, ...note },
    ],
  },
  endpoints: {
    own: [{ name: "git", service: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", ...note }],
  },
});

const json = JSON.parse(Testing.synth(new PerimeterStack(testingApp(), "staging", { environment })));

test("rules of every form, managed groups and own endpoints leave the claims about the firewall, names and the network proved", () => {
  const judged = claims.filter(({ topic }) => ["firewall", "names", "network"].includes(topic));

  expect(unprovedClaims(json, judged)).toEqual([]);
});

test("AWS would refuse no value of a stack with rules of every form, managed groups and own endpoints", () => {
  expect(refusedValues(json)).toEqual([]);
});

test.each([
  ["a rule group of another account", "aws-managed", "111122223333"],
  ["a managed group that AWS does not list", "MalwareDomainsStrictOrder", "MalwareDomainsAndMoreStrictOrder"],
  ["an own rule that passes", "drop ip any any -> [203.0.114.0/24", "pass ip any any -> [203.0.114.0/24"],
])("with %s, the firewall is not proved to deny by default", (_, from, to) => {
  const text = JSON.stringify(json);
  expect(text).toContain(from);
  const judged = claims.filter(({ name }) => name === "firewall-denies-by-default");

  expect(unprovedClaims(JSON.parse(text.replaceAll(from, to)), judged)).toHaveLength(1);
});
