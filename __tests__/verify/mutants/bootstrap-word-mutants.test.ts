import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { bootstrapWordMutants, permittedBootstrapUses } from "./fixtures/bootstrap-word-mutants";

describeMutants("bootstrap words", bootstrapWordMutants, "named");

describePermittedUses(permittedBootstrapUses, ["data", "identities"]);
