import { describeMutants } from "./describe-mutants";
import { personMutants } from "./person-mutants";

describeMutants("person", personMutants);
