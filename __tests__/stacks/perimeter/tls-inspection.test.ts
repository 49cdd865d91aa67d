import { Testing } from "cdktf";
import { refusedValues } from "../../../constraints/refused-stack";
import { environmentSchema } from "../../../envs/schema/environment";
import { fixedCostItems } from "../../../review/cost/fixed-cost-items";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { claims } from "../../../verify/claims";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { staging } from "../../fixtures/environments/staging";
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
  return JSON.parse(Testing.synth(new PerimeterStack(Testing.app(), "staging", { environment })));
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
  const text = Testing.synth(new PerimeterStack(Testing.app(), "staging", { environment }));

  expect(JSON.stringify(JSON.parse(text))).toContain(
    '"destination_ports":[{"from_port":443,"to_port":444},{"from_port":9000,"to_port":9443}]',
  );
});

test("A policy with TLS inspection has another name than one without, because AWS adds it to new policies only.", () => {
  const [withInspection] = Object.values<{ name: string }>(json.resource.aws_networkfirewall_firewall_policy);
  const plain = new PerimeterStack(Testing.app(), "staging", { environment: environmentSchema.parse(staging) });
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
