export { LockedBuckets, type LockedBucketsProps } from "./locked-buckets";
