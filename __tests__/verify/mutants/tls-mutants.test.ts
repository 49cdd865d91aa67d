import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { tlsMutants, tlsUses } from "./fixtures/tls-mutants";

describeMutants("TLS inspection", tlsMutants, ["firewall", "operations"]);

describePermittedUses(tlsUses, ["firewall", "operations"]);
