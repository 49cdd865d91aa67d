import { acceptFindings } from "../../../verify/acceptance/accept-findings";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { noOpenSecurityGroup } from "../../../verify/claims/network/no-open-security-group";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { synthesizedText } from "../../fixtures/synthesized";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

const group = { security_group_id: "${aws_security_group.legacy.id}", ip_protocol: "tcp", from_port: 22, to_port: 22 };

const open: Resources = {
  aws_security_group: { legacy: { vpc_id: "vpc-0123" } },
  aws_vpc_security_group_ingress_rule: { legacy: { ...group, cidr_ipv4: "0.0.0.0/0" } },
};

const entry = {
  claim: noOpenSecurityGroup.name,
  finding: "*0.0.0.0/0*",
  address: "aws_vpc_security_group_ingress_rule.legacy",
  reason: "moves in March",
  owner: "platform",
  until: "2030-01-31",
};

/** The verdict on the dev environment with more resources, after one entry about the open rule. */
function verdictWith(...added: readonly Resources[]) {
  const json = JSON.parse(synthesizedText("dev"));
  for (const [type, byName] of added.flatMap(Object.entries)) {
    json.resource[type] = { ...json.resource[type], ...byName };
  }
  const configuration = readConfiguration(json, "dev");
  const decided = decideClaims({ configuration, posture: readPosture(configuration) }, [noOpenSecurityGroup] as never);
  return acceptFindings(decided, [entry], "2030-01-01").claimResults[0]?.verdict;
}

test("A security group rule that is the only finding is accepted.", () => {
  expect(verdictWith(open)).toMatchObject({
    kind: "accepted",
    of: "violated",
    evidence: [{ addresses: [entry.address] }],
  });
});

test.each<[string, Resources, string]>([
  [
    "a second rule whose CIDR is not known",
    { aws_vpc_security_group_ingress_rule: { office: { ...group, cidr_ipv4: "${var.office}" } } },
    "aws_vpc_security_group_ingress_rule.office",
  ],
  ["a type that no model reads", { aws_no_such_network: { x: {} } }, "aws_no_such_network.x"],
])("An accepted security group rule does not hide %s.", (_, added, address) => {
  expect(verdictWith(open, added)).toMatchObject({ kind: "undecided", evidence: [{ addresses: [address] }, {}] });
});
