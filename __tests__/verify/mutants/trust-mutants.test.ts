import { describeMutants } from "./describe-mutants";
import { trustMutants } from "./trust-mutants";

describeMutants("trust", trustMutants);
