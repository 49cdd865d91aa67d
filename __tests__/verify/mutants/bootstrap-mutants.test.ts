import { describeMutants } from "../fixtures/mutant-suites";
import { bootstrapMutantTables } from "./fixtures/bootstrap-mutants";

for (const [subject, mutants] of Object.entries(bootstrapMutantTables)) {
  describeMutants(`bootstrap ${subject}`, mutants, "named");
}
