import { describeMutants } from "../fixtures/mutant-suites";
import { issuerMutants } from "./fixtures/issuer-mutants";

describeMutants("issuers of tokens", issuerMutants, "named");
