import { describeMutants } from "./fixtures/describe-mutants";
import { urlMutants } from "./fixtures/presigned-url-mutants";

describeMutants("url", urlMutants);
