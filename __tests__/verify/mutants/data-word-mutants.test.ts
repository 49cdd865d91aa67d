import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { dataWordMutants } from "./fixtures/data-word-mutants";
import { permittedDataUses } from "./words/permitted-data-uses";

describeMutants("data word", dataWordMutants, ["data"]);
describePermittedUses(permittedDataUses, ["data"]);
