import { dispositionOf } from "../../../../verify/firewall/network-firewall-policy";
import { networkFirewallsOf } from "../../../../verify/firewall/network-firewalls";
import { type Flow, flowOverTcp, httpFlow, tlsFlow } from "../../../../verify/firewall/suricata/flow";
import { denyRules, firewallSubject, packagesPassRule } from "../../fixtures/firewall-perimeter";

const inspection = "aws_networkfirewall_tls_inspection_configuration";
const httpPass =
  'pass http $HOME_NET any -> $EXTERNAL_NET 443 (flow:to_server,established; http.host; content:"other.example"; startswith; endswith; sid:200;)';

/** What a firewall with these rules does with a flow to port 443, if it decrypts the ports of a scope. */
function dispositionWith(rules: string, flow: Flow, ports: readonly number[]): string {
  const scope = { protocols: [6], destination_ports: ports.map((port) => ({ from_port: port, to_port: port })) };
  const certificates = {
    certificate_authority_arn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
    scope: [scope],
  };
  const { configuration } = firewallSubject({
    rules,
    ...(ports.length > 0 && { policy: { tls_inspection_configuration_arn: `\${${inspection}.tls.arn}` } }),
    more: {
      [inspection]: {
        tls: { name: "tls", tls_inspection_configuration: [{ server_certificate_configuration: [certificates] }] },
      },
    },
  });
  const [firewall] = networkFirewallsOf(configuration);
  const source = firewall?.sourceAddresses[0]?.first ?? 0n;
  if (firewall?.policy === undefined) {
    throw new Error("firewall: has no policy, got none; see the fixture");
  }
  const header = { source, sourcePort: 50_000n, destination: 3_325_256_711n, destinationPort: 443n };
  return dispositionOf(firewall.policy, { flow, ...header }).kind;
}

const closed = `${packagesPassRule}\n${denyRules}`;
const allowed = tlsFlow("packages.example", "tls");
const denied = tlsFlow("other.example", "tls");

test.each([
  ["an allowed name passes: the rule on it comes first", closed, allowed, "passes"],
  ["a denied name is blocked, because no request passes either", closed, denied, "blocked"],
  ["a denied name may pass, because a request to an allowed host does", `${httpPass}\n${closed}`, denied, "undecided"],
  ["an allowed name passes whatever the requests are", `${httpPass}\n${closed}`, allowed, "passes"],
  [
    "an allowed name may be blocked by an earlier drop of HTTP",
    `drop http any any -> any any (sid:7;)\n${closed}`,
    allowed,
    "undecided",
  ],
  [
    "an allowed name may be blocked by an earlier drop of HTTP/2",
    `drop http2 any any -> any any (sid:7;)\n${closed}`,
    allowed,
    "undecided",
  ],
  [
    "an allowed name passes in spite of a later drop of HTTP",
    `${closed}\ndrop http any any -> any any (sid:7;)`,
    allowed,
    "passes",
  ],
  [
    "a request that is not encrypted is decided by the rules alone",
    `${httpPass}\n${closed}`,
    httpFlow("other.example"),
    "passes",
  ],
  ["another protocol is decided by the rules alone", closed, flowOverTcp("ssh"), "blocked"],
])("Of decrypted connections, %s.", (_, rules, flow, kind) => {
  expect(dispositionWith(rules, flow, [443])).toBe(kind);
});

test.each([
  ["without TLS inspection", []],
  ["outside every scope", [8443]],
])("A connection %s is decided by its server name alone.", (_, ports) => {
  const rules = `${httpPass}\ndrop http any any -> any any (sid:7;)\n${closed}`;

  expect(dispositionWith(rules, denied, ports)).toBe("blocked");
  expect(dispositionWith(rules, allowed, ports)).toBe("passes");
});
