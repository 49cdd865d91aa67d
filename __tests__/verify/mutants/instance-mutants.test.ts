import { describeMutants } from "../fixtures/mutant-suites";
import { instanceMutants } from "./fixtures/instance-mutants";

describeMutants("instance", instanceMutants, "named");
