import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { balancerMutants, balancerUses } from "./fixtures/balancer-mutants";

const topics = ["network", "data"] as const;

describePermittedUses(balancerUses, topics);
describeMutants("load balancers", balancerMutants, topics);
