import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { listenerRuleMutants, listenerRuleUses } from "./fixtures/listener-rule-mutants";

const topics = ["network", "data"] as const;

describePermittedUses(listenerRuleUses, topics);
describeMutants("rules of load balancers", listenerRuleMutants, topics);
