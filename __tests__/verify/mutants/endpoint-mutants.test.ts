import { describeMutants } from "../fixtures/mutant-suites";
import { endpointMutants } from "./fixtures/endpoint-mutants";

describeMutants("endpoint", endpointMutants, ["network", "names", "data"]);
