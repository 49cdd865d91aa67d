import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { ownEndpointMutants, ownEndpointUses } from "./fixtures/own-endpoint-mutants";

const topics = ["network", "names", "firewall", "data"] as const;

describePermittedUses(ownEndpointUses, topics);
describeMutants("the company's own services", ownEndpointMutants, topics);
