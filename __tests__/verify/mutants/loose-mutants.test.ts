import { describeMutants } from "./describe-mutants";
import { looseMutants } from "./loose-mutants";

describeMutants("loose", looseMutants);
