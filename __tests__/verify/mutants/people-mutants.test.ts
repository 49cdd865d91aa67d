import { describeMutants } from "../fixtures/mutant-suites";
import { peopleMutants } from "./fixtures/people-mutants";

describeMutants("people", peopleMutants, "named");
