import { describeMutants } from "../fixtures/mutant-suites";
import { logMutants } from "./fixtures/log-mutants";

describeMutants("log", logMutants, "named");
