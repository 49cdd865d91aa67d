import { describeMutants } from "./fixtures/describe-mutants";
import { personMutants } from "./fixtures/user-identity-mutants";

describeMutants("person", personMutants);
