import { describeMutants } from "./describe-mutants";
import { identityMutants } from "./identity-mutants";

describeMutants("identity", identityMutants);
