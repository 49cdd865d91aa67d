import { describeMutants } from "../fixtures/mutant-suites";
import { unmodeledMutants } from "./fixtures/unmodeled-mutants";

describeMutants("loose", unmodeledMutants);
