import { describeMutants } from "./describe-mutants";
import { dnsMutants } from "./dns-mutants";

describeMutants("dns", dnsMutants);
