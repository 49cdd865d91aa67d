import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { emrMutants, emrUses } from "./fixtures/emr-mutants";

const topics = ["network", "data", "identities"] as const;

describePermittedUses(emrUses, topics);
describeMutants("EMR", emrMutants, topics);
