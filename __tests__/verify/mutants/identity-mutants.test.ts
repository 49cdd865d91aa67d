import { describeMutants } from "./fixtures/describe-mutants";
import { identityMutants } from "./fixtures/identity-mutants";

describeMutants("identity", identityMutants);
