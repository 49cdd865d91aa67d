import {
  evaluateStatefulRules,
  rulesMatchingAnswers,
  rulesMatchingHeader,
  type StatefulPolicy,
} from "../../../verify/firewall/evaluate-stateful-rules";
import { flowsOpenedByAnswers, flowsWithoutHostName } from "../../../verify/firewall/suricata/flow";
import { compiledRules } from "./fixtures/verdict-rules";
import derived from "./reference/derived-verdicts.json";

const flows = [...flowsWithoutHostName([]), ...flowsOpenedByAnswers([])];

test.each(derived.cases.map((row) => [row.why, row] as const))(
  "the model decides as the source of Suricata says: %s",
  (_, { rules: lines, flow: kind, verdict }) => {
    const rules = compiledRules(lines);
    const defaultActions = ["aws:drop_established_app_layer_to_server"];
    const policy: StatefulPolicy = { order: "STRICT_ORDER", rules, defaultActions };
    const flow = flows.find((candidate) => candidate.kind === kind);
    const hasPorts = kind !== "icmp";
    const header = {
      source: 0x0a140005n,
      sourcePort: hasPorts ? 40000n : 0n,
      destination: 0xcb007109n,
      destinationPort: hasPorts ? 443n : 0n,
    };
    if (flow === undefined) {
      throw new Error(`case: no such flow, got ${kind}; name one of the model's`);
    }

    const disposition = evaluateStatefulRules(
      policy,
      { flow, ...header },
      {
        toServer: rulesMatchingHeader(policy, flow.transport, header),
        toClient: rulesMatchingAnswers(policy, flow.transport, header),
      },
    );

    expect(rules).toHaveLength(lines.length);
    expect(disposition.kind).toBe(verdict);
  },
);
