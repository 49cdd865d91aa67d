import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { sharingMutants, sharingUses } from "./fixtures/sharing-mutants";

const topics = ["network", "names", "firewall", "data"] as const;

describePermittedUses(sharingUses, topics);
describeMutants("shares of AWS RAM", sharingMutants, topics);
