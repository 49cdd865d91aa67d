import { bucketMutants } from "./fixtures/bucket-mutants";
import { describeMutants } from "./fixtures/describe-mutants";

describeMutants("bucket", bucketMutants);
