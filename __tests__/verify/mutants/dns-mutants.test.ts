import { describeMutants } from "../fixtures/mutant-suites";
import { dnsMutants } from "./fixtures/dns-mutants";

describeMutants("dns", dnsMutants, ["network", "names", "firewall", "operations"]);
