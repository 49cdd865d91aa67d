import type { Verdict } from "../../verify/claim";
import { privateStudio } from "./s2-private-studio";
import { presignedUrls } from "./s3-presigned-urls";
import type { SourceSystem } from "./source-system";

/** Something that a claim is about and verify does not see; it leaves the page on the day that it does. */
export interface Shortfall {
  readonly system: SourceSystem;
  readonly claim: string;
  readonly why: string;
  readonly decided: (verdict: Verdict) => boolean;
}

const finds = (part: string) => (verdict: Verdict) =>
  verdict.kind === "violated" && verdict.evidence.some(({ text }) => text.includes(part));

export const shortfalls: readonly Shortfall[] = [
  {
    system: presignedUrls,
    claim: "bucket-only-through-endpoint",
    why: "a bucket that writes its access logs to itself counts as a log bucket, so nobody asks who reads its data",
    decided: finds("aws_s3_bucket.notebook"),
  },
  {
    system: presignedUrls,
    claim: "data-encrypted-with-own-key",
    why: "the same bucket: uploads under any key are admitted, and the claim is proved without having asked",
    decided: finds("aws_s3_bucket.notebook"),
  },
  {
    system: presignedUrls,
    claim: "role-passes-only-itself",
    why: "the role that a notebook instance runs as is not taken for an execution role, and it passes any role to four services",
    decided: finds("role_policy.notebook"),
  },
  {
    system: privateStudio,
    claim: "bucket-only-through-endpoint",
    why: "s3:GetObjectVersion, by which old versions are read past the fence, is counted with 43 others and not named",
    decided: finds("s3:GetObjectVersion"),
  },
];
