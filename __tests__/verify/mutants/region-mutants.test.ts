import { describeMutants } from "../fixtures/mutant-suites";
import { regionMutants } from "./fixtures/region-mutants";

describeMutants("region", regionMutants, ["data", "identities", "operations"]);
