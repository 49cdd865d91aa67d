import { describeMutants } from "../fixtures/mutant-suites";
import { spaceMutants } from "./fixtures/space-mutants";

describeMutants("space", spaceMutants, "named");
