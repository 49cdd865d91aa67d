import { describeMutants } from "./describe-mutants";
import { wideningMutants } from "./widening-mutants";

describeMutants("widening", wideningMutants);
