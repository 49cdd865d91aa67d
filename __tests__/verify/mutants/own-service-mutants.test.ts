import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { ownServiceMutants, ownServiceUses } from "./fixtures/own-service-mutants";

const topics = ["network", "names", "firewall", "data", "operations"] as const;

describePermittedUses(ownServiceUses, topics);
describeMutants("endpoint services of the configuration", ownServiceMutants, topics);
