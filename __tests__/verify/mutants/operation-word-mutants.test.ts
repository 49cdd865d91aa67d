import { describeMutants } from "../fixtures/mutant-suites";
import { operationWordMutants } from "./fixtures/operation-word-mutants";

describeMutants("operation word", operationWordMutants, ["network", "names", "operations"]);
