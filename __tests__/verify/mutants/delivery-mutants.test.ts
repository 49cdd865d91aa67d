import { describeMutants } from "../fixtures/mutant-suites";
import { deliveryMutants } from "./fixtures/delivery-mutants";

describeMutants("delivery", deliveryMutants, "named");
