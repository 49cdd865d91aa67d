import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { networkWordMutants } from "./fixtures/network-word-mutants";
import { permittedNetworkUses } from "./words/permitted-network-uses";

describeMutants("network word", networkWordMutants, ["network", "names", "firewall", "operations"]);
describePermittedUses(permittedNetworkUses, ["network", "names"]);
