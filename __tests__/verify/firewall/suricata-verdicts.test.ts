import {
  evaluateStatefulRules,
  inEvaluationOrder,
  rulesMatchingAnswers,
  rulesMatchingHeader,
  type StatefulPolicy,
} from "../../../verify/firewall/evaluate-stateful-rules";
import { type Flow, flowsWithoutHostName, httpFlow, tlsFlow } from "../../../verify/firewall/suricata/flow";
import { compiledRules } from "./fixtures/verdict-rules";
import recorded from "./reference/suricata-verdicts.json";

/** The recorded engine tries actions in Suricata's own order and has no default action. */
function policyOf(lines: readonly string[]): StatefulPolicy {
  const rules = compiledRules(lines);
  const order = "DEFAULT_ACTION_ORDER";
  return { order, rules: inEvaluationOrder(rules, order), defaultActions: [] };
}

function flowOf(kind: string, name: string): Flow {
  if (kind === "tls" || kind === "tls with a split ClientHello") {
    return tlsFlow(name, kind);
  }
  const flow = kind === "http" ? httpFlow(name) : flowsWithoutHostName([]).find((candidate) => candidate.kind === kind);
  if (flow === undefined) {
    throw new Error(`case: no such flow, got ${kind}; name one of the model's`);
  }
  return flow;
}

function modelled(policy: StatefulPolicy, { kind, name, port }: (typeof recorded.cases)[number]): string {
  const flow = flowOf(kind, name);
  const heading = { source: 0x0a140005n, sourcePort: 40000n, destination: 0xcb007109n, destinationPort: BigInt(port) };
  const rules = {
    toServer: rulesMatchingHeader(policy, flow.transport, heading),
    toClient: rulesMatchingAnswers(policy, flow.transport, heading),
  };
  return evaluateStatefulRules(policy, { flow, ...heading }, rules).kind;
}

let unclear = 0;

test.each(recorded.rules.map((rules) => [rules.name, rules] as const))(
  "rules %s: the model decides as the engine did, or says that it cannot",
  (_, { text, blocked }) => {
    const policy = policyOf(text);

    const pairs = recorded.cases.map((packet, index) => {
      const engine = blocked.charAt(index) === "1" ? "blocked" : "passes";
      const model = modelled(policy, packet);
      unclear += model === "undecided" ? 1 : 0;
      return { ...packet, engine, model: model === "undecided" ? engine : model };
    });

    expect(pairs.map(({ model }) => model)).toEqual(pairs.map(({ engine }) => engine));
  },
);

test("it says so for one case in twenty at most", () => {
  expect(recorded.rules.length * recorded.cases.length).toBeGreaterThan(900);
  expect(unclear).toBeLessThan((recorded.rules.length * recorded.cases.length) / 20);
});
