import { describeMutants } from "../fixtures/mutant-suites";
import { packageNameMutants } from "./fixtures/package-name-mutants";

describeMutants("package name", packageNameMutants, ["identities", "data"]);
