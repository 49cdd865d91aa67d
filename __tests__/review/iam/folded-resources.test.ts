import { foldedResources } from "../../../review/iam/folded-resources";
import { createDifference } from "../../../review/model/review-difference";

test("What is said of two buckets is one finding with both addresses, and what has an address that no sentence names stays apart.", () => {
  const opened = (bucket: string, ...others: readonly string[]) => ({
    resource: bucket,
    difference: createDifference("opens", `In ${bucket}, anyone can now call s3:GetObject on it`, [bucket, ...others]),
  });
  const folded = foldedResources([
    opened("aws_s3_bucket.one"),
    opened("aws_s3_bucket.two"),
    opened("aws_s3_bucket.three", "aws_iam_policy.third"),
  ]);

  expect(folded.map(({ text, addresses }) => [text, addresses])).toEqual([
    [
      "In aws_s3_bucket.one and aws_s3_bucket.two, anyone can now call s3:GetObject on them",
      ["aws_s3_bucket.one", "aws_s3_bucket.two"],
    ],
    ["In aws_s3_bucket.three, anyone can now call s3:GetObject on it", ["aws_s3_bucket.three", "aws_iam_policy.third"]],
  ]);
});
