import { changedResources } from "../../../review/arguments/argument-changes";
import { argumentDifferences } from "../../../review/arguments/argument-differences";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { changeBetween, differenceLines } from "../fixtures/changed-stack";

const verifiedListener = (mode: string): JsonObject => ({ mutual_authentication: [{ mode }] });
const revocation = (unknown_status_action: string): JsonObject => ({
  tls_inspection_configuration: [
    { server_certificate_configuration: [{ check_certificate_revocation_status: [{ unknown_status_action }] }] },
  ],
});

const notebook = "aws_sagemaker_notebook_instance";

test.each<readonly [string, string, JsonObject, JsonObject]>([
  ["root access to a notebook instance", notebook, { root_access: "Disabled" }, { root_access: "Enabled" }],
  ["root access that AWS gives by default", notebook, { root_access: "Disabled" }, {}],
  ["attachments that nobody accepts", "aws_ec2_transit_gateway", {}, { auto_accept_shared_attachments: "enable" }],
  [
    "requests that may be read in two ways",
    "aws_lb",
    { desync_mitigation_mode: "strictest" },
    { desync_mitigation_mode: "monitor" },
  ],
  ["headers that no server understands", "aws_lb", { drop_invalid_header_fields: true }, {}],
  ["requests that the web firewall could not judge", "aws_lb", {}, { enable_waf_fail_open: true }],
  ["clients without a certificate", "aws_lb_listener", verifiedListener("verify"), verifiedListener("passthrough")],
  [
    "another list of ciphers",
    "aws_lb_listener",
    { ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
    { ssl_policy: "ELBSecurityPolicy-2016-08" },
  ],
  [
    "certificates of which nobody says whether they are revoked",
    "aws_networkfirewall_tls_inspection_configuration",
    revocation("REJECT"),
    revocation("PASS"),
  ],
])("%s: a lost safeguard, and none the other way round", (_, type, strict, lax) => {
  expect(lostIn(type, strict, lax)).toEqual([expect.stringMatching(/: a safeguard is lost$/)]);
  expect(type === "aws_lb_listener" && "ssl_policy" in lax ? [] : lostIn(type, lax, strict)).toEqual([]);
});

/** What a review of arguments says is lost when one resource changes. */
function lostIn(type: string, before: JsonObject, after: JsonObject): readonly string[] {
  const stack = (values: JsonObject): JsonObject => ({ resource: { [type]: { one: values } } });
  const change = changeBetween(stack(before), stack(after));
  const { differences } = argumentDifferences(changedResources(change.before, change.after), {
    before: change.before,
    after: change.after,
    reported: [],
  });
  return differenceLines(differences).filter((line) => line.startsWith("loses: "));
}
