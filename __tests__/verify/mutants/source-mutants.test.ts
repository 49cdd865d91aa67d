import { describeMutants } from "../fixtures/mutant-suites";
import { sourceMutants } from "./fixtures/source-mutants";

describeMutants("source", sourceMutants, ["identities", "data"]);
