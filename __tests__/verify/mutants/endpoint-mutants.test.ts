import { describeMutants } from "./fixtures/describe-mutants";
import { endpointMutants } from "./fixtures/endpoint-mutants";

describeMutants("endpoint", endpointMutants);
