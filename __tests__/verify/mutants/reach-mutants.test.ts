import { describeMutants } from "../fixtures/mutant-suites";
import { reachMutants } from "./fixtures/reach-mutants";

describeMutants("reach", reachMutants, ["network", "data"]);
