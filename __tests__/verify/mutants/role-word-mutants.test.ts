import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { roleWordMutants } from "./fixtures/role-word-mutants";
import { permittedRoleUses } from "./words/permitted-role-uses";

describeMutants("role word", roleWordMutants, ["identities", "data"]);
describePermittedUses(permittedRoleUses, ["identities"]);
