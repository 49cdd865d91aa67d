import { describeMutants } from "../fixtures/mutant-suites";
import { grantMutants } from "./fixtures/grant-mutants";

describeMutants("grant", grantMutants, ["network", "data"]);
