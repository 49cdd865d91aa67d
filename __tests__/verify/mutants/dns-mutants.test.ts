import { describeMutants } from "./fixtures/describe-mutants";
import { dnsMutants } from "./fixtures/dns-mutants";

describeMutants("dns", dnsMutants);
