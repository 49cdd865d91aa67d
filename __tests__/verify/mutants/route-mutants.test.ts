import { describeMutants } from "../fixtures/mutant-suites";
import { routeMutants } from "./fixtures/route-mutants";

describeMutants("route", routeMutants, ["network", "names", "firewall", "operations"]);
