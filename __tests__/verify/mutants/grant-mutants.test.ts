import { describeMutants } from "./fixtures/describe-mutants";
import { grantMutants } from "./fixtures/grant-mutants";

describeMutants("grant", grantMutants);
