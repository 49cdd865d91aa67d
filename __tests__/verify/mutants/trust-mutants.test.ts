import { describeMutants } from "../fixtures/mutant-suites";
import { trustMutants } from "./fixtures/trust-mutants";

describeMutants("trust", trustMutants, ["identities", "data"]);
