import { describeMutants } from "./fixtures/describe-mutants";
import { looseMutants } from "./fixtures/unmodeled-mutants";

describeMutants("loose", looseMutants);
