import { describeMutants } from "../fixtures/mutant-suites";
import { endpointAccessMutants } from "./fixtures/endpoint-access-mutants";

describeMutants("endpoint access", endpointAccessMutants, ["network", "names", "firewall", "operations"]);
