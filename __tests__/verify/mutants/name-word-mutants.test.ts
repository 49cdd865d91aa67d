import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { nameWordMutants } from "./fixtures/name-word-mutants";
import { permittedNameUses } from "./words/permitted-name-uses";

describeMutants("name word", nameWordMutants, ["network", "names", "firewall"]);
describePermittedUses(permittedNameUses, ["names", "firewall"]);
