import { describeMutants } from "./describe-mutants";
import { grantMutants } from "./grant-mutants";

describeMutants("grant", grantMutants);
