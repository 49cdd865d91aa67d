import { describeMutants } from "../fixtures/mutant-suites";
import { policyTextMutants } from "./fixtures/policy-text-mutants";

describeMutants("policy text", policyTextMutants, ["data", "identities"]);
