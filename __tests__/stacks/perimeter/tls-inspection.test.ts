import { Testing } from "cdktf";
import { refusedValues } from "../../../constraints/refused-stack";
import { drawEnvironments } from "../../../drawing/draw-environments";
import { mermaidEnvironments } from "../../../drawing/mermaid/mermaid-environments";
import { readEnvironmentDiagram } from "../../../drawing/model/environment-diagram";
import { describeDiagram } from "../../../drawing/svg/describe-diagram";
import { environmentSchema } from "../../../envs/schema/environment";
import { fixedCostItems } from "../../../review/cost/fixed-cost-items";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { claims } from "../../../verify/claims";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { staging } from "../../fixtures/environments/staging";
import { testingApp } from "../../fixtures/testing-app";
import { unprovedClaims } from "../../verify/fixtures/unproved-claims";

const tlsInspection = {
  kind: "on",
  certificateAuthority: "certificate/12345678-90ab-cdef-1234-567890abcdef",
  excludedPorts: [8443],
};

function synthesized(order: string, excludedPorts: readonly number[] = tlsInspection.excludedPorts) {
  const [first, ...others] = staging.egress?.kind === "inspected" ? staging.egress.allowList : [];
  const allowList = [{ ...first, ports: [443, 8443] }, ...others];
  const environment = environmentSchema.parse({
    ...staging,
    egress: { ...staging.egress, order, allowList, tlsInspection: { ...tlsInspection, excludedPorts } },
  });
  return JSON.parse(Testing.synth(new PerimeterStack(testingApp(), "staging", { environment })));
}

const json = synthesized("firewall-first");
const judged = claims.filter(({ topic }) => topic === "firewall" || topic === "operations");

test.each([
  ["firewall-first", json],
  ["nat-first", synthesized("nat-first")],
])("With TLS inspection and egress %s, the claims about the firewall and operations are proved.", (_, stack) => {
  expect(unprovedClaims(stack, judged)).toEqual([]);
});

test("AWS would refuse no value of a stack with TLS inspection.", () => {
  expect(refusedValues(json)).toEqual([]);
});

test("The firewall decrypts the ports of the allow-list that are not excluded, and the posture declares them.", () => {
  const [
    {
      server_certificate_configuration: [certificates],
    },
  ] = Object.values<{ tls_inspection_configuration: [{ server_certificate_configuration: object[] }] }>(
    json.resource.aws_networkfirewall_tls_inspection_configuration,
  )[0]?.tls_inspection_configuration ?? [{ server_certificate_configuration: [] }];

  expect(certificates).toMatchObject({
    certificate_authority_arn: expect.stringMatching(/:acm:.*:certificate\/12345678-90ab-cdef-1234-567890abcdef$/),
    check_certificate_revocation_status: [{ revoked_status_action: "DROP", unknown_status_action: "PASS" }],
    scope: [{ protocols: [6], destination_ports: [{ from_port: 443, to_port: 443 }] }],
  });
  expect(json.output.perimeter_posture.value.tls_inspection_ports).toEqual([443]);
});

test("A range of decrypted ports ends before an excluded port.", () => {
  const [first] = staging.egress?.kind === "inspected" ? staging.egress.allowList : [];
  const egress = {
    ...staging.egress,
    allowList: [{ ...first, ports: [443, 444, 8443, 9000, 9443] }],
    tlsInspection: { ...tlsInspection, excludedPorts: [8443] },
  };
  const environment = environmentSchema.parse({ ...staging, egress });
  const text = Testing.synth(new PerimeterStack(testingApp(), "staging", { environment }));

  expect(JSON.stringify(JSON.parse(text))).toContain(
    '"destination_ports":[{"from_port":443,"to_port":444},{"from_port":9000,"to_port":9443}]',
  );
});

test("A policy with TLS inspection has another name than one without, because AWS adds it to new policies only.", () => {
  const [withInspection] = Object.values<{ name: string }>(json.resource.aws_networkfirewall_firewall_policy);
  const plain = new PerimeterStack(testingApp(), "staging", { environment: environmentSchema.parse(staging) });
  const [without] = Object.values<{ name: string }>(
    JSON.parse(Testing.synth(plain)).resource.aws_networkfirewall_firewall_policy,
  );

  expect(withInspection?.name).not.toBe(without?.name);
});

test("TLS inspection that excludes every port is an error, because a scope without ports would decrypt all of them.", () => {
  expect(() => synthesized("firewall-first", [443, 8443])).toThrow("TLS inspection: must decrypt a port");
});

test("The hourly price of TLS inspection is not known, and the price says so.", () => {
  const { unknown } = fixedCostItems(readConfiguration(json, "staging"));

  expect(unknown).toContain("aws_networkfirewall_tls_inspection_configuration.egress_firewall_policy_tls_inspection");
});

test("The picture and its description say on which ports the firewall opens TLS, and not where it does not.", () => {
  const opened = readEnvironmentDiagram("staging", json);
  const { aws_networkfirewall_tls_inspection_configuration: _, ...resource } = json.resource;
  const closed = readEnvironmentDiagram("staging", { ...json, resource });

  expect(mermaidEnvironments([opened])).toContain('"Network Firewall<br>opens TLS: 443<br>');
  expect(drawEnvironments([opened])).toContain("opens TLS: 443");
  expect(describeDiagram(opened)).toContain("The firewall opens TLS on 443.");
  expect([mermaidEnvironments([closed]), drawEnvironments([closed])].join("")).not.toContain("TLS");
});

const authority = "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-90ab-cdef-1234-567890abcdef";
const tlsOf = (configuration: object, more: object = {}) => ({
  provider: { aws: [{ region: "eu-west-1" }] },
  resource: {
    ...more,
    aws_networkfirewall_tls_inspection_configuration: {
      tls: {
        name: "tls",
        tls_inspection_configuration: [
          { server_certificate_configuration: [{ scope: [{ protocols: [6] }], ...configuration }] },
        ],
      },
    },
  },
});
const issued = { aws_acm_certificate: { ca: { domain_name: "ca.example.com" } } };
const imported = { aws_acm_certificate: { ca: { private_key: "x", certificate_body: "x" } } };
const referred = { certificate_authority_arn: "${aws_acm_certificate.ca.arn}" };

test.each<[what: string, refusal: string, stack: object]>([
  [
    "an authority of AWS Private CA",
    "imported into ACM",
    tlsOf({ certificate_authority_arn: "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/x" }),
  ],
  [
    "an authority in another Region",
    "the certificate is in us-east-1, and the firewall in eu-west-1",
    tlsOf({ certificate_authority_arn: authority.replace("eu-west-1", "us-east-1") }),
  ],
  ["an authority that ACM issues", "is issued by ACM", tlsOf(referred, issued)],
  ["neither an authority nor a server", "has neither an authority", tlsOf({})],
  [
    "a check of revocation without an authority",
    "needs a certificate authority",
    tlsOf({ server_certificate: [{ resource_arn: authority }], check_certificate_revocation_status: [{}] }),
  ],
  ["UDP", "must be TCP", tlsOf({ certificate_authority_arn: authority, scope: [{ protocols: [6, 17] }] })],
])("AWS refuses TLS inspection with %s.", (_, refusal, stack) => {
  expect(refusedValues(stack).join("\n")).toContain(refusal);
});

test.each<[what: string, stack: object]>([
  ["an authority of ACM", tlsOf({ certificate_authority_arn: authority })],
  ["an authority that the stack imports", tlsOf(referred, imported)],
  ["an authority that is not known", tlsOf({ certificate_authority_arn: "${var.authority}" })],
])("AWS refuses no TLS inspection with %s.", (_, stack) => {
  expect(refusedValues(stack).filter((line) => line.includes("tls"))).toEqual([]);
});
