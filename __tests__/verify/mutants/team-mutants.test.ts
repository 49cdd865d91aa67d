import { describeMutants } from "../fixtures/mutant-suites";
import { teamMutants } from "./fixtures/team-mutants";

describeMutants("team", teamMutants, "named");
