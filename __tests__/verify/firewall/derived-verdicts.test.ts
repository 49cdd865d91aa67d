import { parseAddressSet } from "../../../ip/cidr";
import { allAddresses } from "../../../ip/internet-addresses";
import { subtract } from "../../../ip/interval-set";
import {
  evaluateStatefulRules,
  rulesMatchingAnswers,
  rulesMatchingHeader,
  type StatefulPolicy,
} from "../../../verify/firewall/evaluate-stateful-rules";
import { compileRule } from "../../../verify/firewall/suricata/compile-rule";
import { flowsOpenedByAnswers, flowsWithoutHostName } from "../../../verify/firewall/suricata/flow";
import { parseSuricataRules } from "../../../verify/firewall/suricata/grammar/parse-rules";
import derived from "./reference/derived-verdicts.json";

const home = parseAddressSet("10.20.0.0/18");
const variables = {
  addresses: new Map([
    ["HOME_NET", home],
    ["EXTERNAL_NET", subtract(allAddresses, home)],
  ]),
  ports: new Map(),
  negations: new Set(["EXTERNAL_NET"]),
};
const flows = [...flowsWithoutHostName([]), ...flowsOpenedByAnswers([])];

test.each(derived.cases.map((row) => [row.why, row] as const))(
  "the model decides as the source of Suricata says: %s",
  (_, { rules: lines, flow: kind, verdict }) => {
    const compiled = parseSuricataRules(lines.join("\n")).rules.map((rule) => compileRule(rule, "group", variables));
    const rules = compiled.flatMap((result) => (result.kind === "rule" ? [result.rule] : []));
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
