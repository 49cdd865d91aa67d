import { describeMutants } from "./describe-mutants";
import { networkMutants } from "./network-mutants";

describeMutants("network", networkMutants);
