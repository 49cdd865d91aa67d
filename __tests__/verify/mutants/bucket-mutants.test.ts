import { bucketMutants } from "./bucket-mutants";
import { describeMutants } from "./describe-mutants";

describeMutants("bucket", bucketMutants);
