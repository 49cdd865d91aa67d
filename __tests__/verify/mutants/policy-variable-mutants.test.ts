import { describeMutants } from "../fixtures/mutant-suites";
import { policyVariableMutants } from "./fixtures/policy-variable-mutants";

describeMutants("policy variable", policyVariableMutants, ["data", "identities"]);
