import { describeMutants } from "../fixtures/mutant-suites";
import { identityMutants } from "./fixtures/identity-mutants";

describeMutants("identity", identityMutants, ["network", "data", "identities", "operations"]);
