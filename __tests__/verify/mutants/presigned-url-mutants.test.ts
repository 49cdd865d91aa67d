import { describeMutants } from "../fixtures/mutant-suites";
import { presignedUrlMutants } from "./fixtures/presigned-url-mutants";

describeMutants("url", presignedUrlMutants, ["identities", "data"]);
