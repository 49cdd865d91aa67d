import { describeMutants } from "../fixtures/mutant-suites";
import { trailMutants, trailStoreMutants } from "./fixtures/audit-mutants";

describeMutants("trail", trailMutants, "named");
describeMutants("trail store", trailStoreMutants, "named");
