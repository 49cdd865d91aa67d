import { describeMutants } from "./describe-mutants";
import { urlMutants } from "./url-mutants";

describeMutants("url", urlMutants);
