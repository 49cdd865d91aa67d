import { describeMutants } from "./fixtures/describe-mutants";
import { networkMutants } from "./fixtures/network-mutants";

describeMutants("network", networkMutants);
