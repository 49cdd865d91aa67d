import { describeMutants } from "../fixtures/mutant-suites";
import { bucketMutants } from "./fixtures/bucket-mutants";

describeMutants("bucket", bucketMutants, ["data", "identities", "operations"]);
