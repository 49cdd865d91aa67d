import { onlyOwnBucketsFromStudio } from "../../../../verify/claims/data/only-own-buckets-from-studio";
import { describeClaimCases } from "../../fixtures/claim-cases";
import { appendStatement, changeStatement, putArguments } from "../../fixtures/policy-perimeter";

const s3 = ["aws_vpc_endpoint", "s3"] as const;
const role = ["aws_iam_role_policy", "studio"] as const;
const account = "${data.aws_caller_identity.me.account_id}";

describeClaimCases(onlyOwnBucketsFromStudio, [
  [
    "is violated when the endpoint binds the caller alone: a copy to anybody's bucket",
    changeStatement(...s3, "OwnToOwn", { Condition: { StringEquals: { "aws:PrincipalAccount": account } } }),
    "violated",
    /s3:\w+.*of another account/,
  ],
  [
    "is violated by a named bucket that was never created",
    appendStatement(...s3, {
      Effect: "Allow",
      Principal: "*",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: "arn:aws:s3:::project-models-x/*",
    }),
    "violated",
    /project-models-x/,
  ],
  [
    "is violated when the role may use every bucket of the account",
    appendStatement(...role, { Effect: "Allow", Action: "s3:PutObject", Resource: "*" }),
    "violated",
    /s3:PutObject on arn:aws:s3:::⟨anything else⟩\/⟨anything else⟩ of this account/,
  ],
  [
    "is violated when the role may use buckets that begin like its own",
    appendStatement(...role, { Effect: "Allow", Action: "s3:GetObject", Resource: "${aws_s3_bucket.data.arn}*" }),
    "violated",
    /data-⟨this account⟩⟨anything else⟩/,
  ],
  [
    "is violated by any tagged object, as the published switch for models allows",
    appendStatement(...s3, {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "*",
      Condition: { StringEqualsIgnoreCase: { "s3:ExistingObjectTag/SageMaker": "true" } },
    }),
    "violated",
    /s3:existingobjecttag\/sagemaker = /,
  ],
  ["is violated by AWS's own endpoint policy", putArguments(...s3, { policy: null }), "violated"],
  [
    "is not applicable without an endpoint",
    (resources) => void delete resources.aws_vpc_endpoint,
    "notApplicable",
    /no VPC endpoint/,
  ],
  [
    "is undecided when the execution role is not in the configuration",
    putArguments("aws_sagemaker_user_profile", "ana", {
      user_settings: { execution_role: "arn:aws:iam::111122223333:role/other" },
    }),
    "undecided",
    /role\/other/,
  ],
]);
