import { describeMutants } from "../fixtures/mutant-suites";
import { userIdentityMutants } from "./fixtures/user-identity-mutants";

describeMutants("person", userIdentityMutants, ["identities", "data"]);
