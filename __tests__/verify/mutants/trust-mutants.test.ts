import { describeMutants } from "./fixtures/describe-mutants";
import { trustMutants } from "./fixtures/trust-mutants";

describeMutants("trust", trustMutants);
