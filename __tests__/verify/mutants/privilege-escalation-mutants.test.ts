import { describeMutants } from "./fixtures/describe-mutants";
import { wideningMutants } from "./fixtures/privilege-escalation-mutants";

describeMutants("widening", wideningMutants);
