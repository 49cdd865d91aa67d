import { describeMutants } from "../fixtures/mutant-suites";
import { privilegeEscalationMutants } from "./fixtures/privilege-escalation-mutants";

describeMutants("widening", privilegeEscalationMutants, ["identities", "data"]);
