import { describeMutants } from "./describe-mutants";
import { endpointMutants } from "./endpoint-mutants";

describeMutants("endpoint", endpointMutants);
