import { memoize } from "../../collections/memoize";
import {
  type ApplicableRules,
  evaluateStatefulRules,
  type FlowDisposition,
  rulesMatchingAnswers,
  rulesMatchingHeader,
  type StatefulPolicy,
} from "../evaluate-stateful-rules";
import { flowsWithDomainName, flowsWithoutDomainName } from "../flows-of-rules";
import { type AddressedFlow, type Flow, flowOverTcp, httpFlow, type PacketHeader } from "../suricata/flow";
import { indexRulesByName } from "../suricata/rules-by-name";

/**
 * The disposition of a TLS connection that the firewall decrypts, from its disposition by the server name alone.
 *
 * AWS documents that the engine sees the decrypted request together with the server name of the ClientHello. It does not document
 * which rule decides when rules on both match. So the connection is blocked only if no decrypted request passes either, because the
 * client chooses the request. It passes only if no earlier rule drops an HTTP request to the server.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/session-holding-tls.html
 */
export function dispositionOfDecrypted(
  policy: StatefulPolicy,
  traffic: AddressedFlow,
  byServerName: FlowDisposition,
): FlowDisposition {
  const other =
    byServerName.kind === "blocked"
      ? passingRequest(policy, traffic)
      : byServerName.kind === "passes"
        ? droppedRequest(policy, traffic, byServerName)
        : undefined;
  return other === undefined
    ? byServerName
    : {
        kind: "undecided",
        decidedBy: `the connection is decrypted: ${other.decidedBy} may decide, else ${byServerName.decidedBy}`,
        ...(other.rule === undefined ? {} : { rule: other.rule }),
      };
}

/** Dispositions of decrypted requests by the header of their connection. */
const passingRequests = memoize((_policy: StatefulPolicy) => new Map<string, FlowDisposition | undefined>());

/** The disposition of a request that passes, or may pass, once it is decrypted. The result is the same for every server name. */
function passingRequest(policy: StatefulPolicy, header: PacketHeader): FlowDisposition | undefined {
  const known = passingRequests(policy);
  const { source, sourcePort, destination, destinationPort } = header;
  const key = [source, sourcePort, destination, destinationPort].join(" ");
  if (!known.has(key)) {
    const dispositionOf = evaluateAt(policy, header);
    known.set(
      key,
      decryptedFlows(policy)
        .map(dispositionOf)
        .find(({ kind }) => kind !== "blocked"),
    );
  }
  return known.get(key);
}

/** Whatever a client may send inside TLS: HTTP to any host, and every other protocol. */
const decryptedFlows = memoize((policy: StatefulPolicy): readonly Flow[] =>
  [...flowsWithDomainName(policy, []), ...flowsWithoutDomainName(policy), flowOverTcp("http2")].filter(
    ({ transport, kind }) => transport === "tcp" && !kind.startsWith("tls"),
  ),
);

/** The disposition of a request to the server that a rule before the passing one drops, or may drop. */
function droppedRequest(
  policy: StatefulPolicy,
  traffic: AddressedFlow,
  passing: FlowDisposition,
): FlowDisposition | undefined {
  const { rule } = passing;
  const before = rule === undefined ? policy : { ...policy, rules: rulesBefore(policy, rule), defaultActions: [] };
  const requests = [httpFlow(traffic.flow.hostName ?? ""), flowOverTcp("http2")];
  return requests.map(evaluateAt(before, traffic)).find(({ kind }) => kind !== "passes");
}

function rulesBefore({ rules }: StatefulPolicy, rule: NonNullable<FlowDisposition["rule"]>): StatefulPolicy["rules"] {
  return rules.slice(0, rules.indexOf(rule));
}

/** Evaluates flows with one header. */
function evaluateAt(policy: StatefulPolicy, header: PacketHeader): (flow: Flow) => FlowDisposition {
  const rulesForName = indexRulesByName(rulesMatchingHeader(policy, "tcp", header));
  const toClient = rulesMatchingAnswers(policy, "tcp", header);
  return (flow) => {
    const rules: ApplicableRules = { toServer: rulesForName(flow.hostName), toClient };
    return evaluateStatefulRules(policy, { ...header, flow }, rules);
  };
}
