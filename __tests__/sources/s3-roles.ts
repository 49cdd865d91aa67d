import { policy } from "./source-system";

const fromPrivateSubnet = { IpAddress: { "aws:SourceIp": ["172.29.10.0/26"] } };

/** What the notebook runs as: every condition asks for an address that a call through an endpoint does not have. */
export function notebookRolePolicy(bucketArn: string): string {
  return policy(
    {
      Sid: "SageMakerFromSubnet",
      Effect: "Allow",
      Action: "sagemaker:*",
      NotResource: ["arn:aws:sagemaker:*:*:domain/*", "arn:aws:sagemaker:*:*:user-profile/*"],
      Condition: fromPrivateSubnet,
    },
    { Sid: "OwnBucket", Effect: "Allow", Action: "s3:*", Resource: [bucketArn, `${bucketArn}/*`] },
    {
      Sid: "PassRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "arn:aws:iam::*:role/*",
      Condition: {
        StringEquals: {
          "iam:PassedToService": [
            "sagemaker.amazonaws.com",
            "glue.amazonaws.com",
            "robomaker.amazonaws.com",
            "states.amazonaws.com",
          ],
        },
      },
    },
  );
}

/** What the functions run as that hand out URLs. */
export function urlRolePolicy(vpcId: string): string {
  return policy({
    Sid: "UrlsInsideVpc",
    Effect: "Allow",
    Action: [
      "sagemaker:CreatePresignedNotebookInstanceUrl",
      "sagemaker:ListDomains",
      "sagemaker:CreatePresignedDomainUrl",
    ],
    Resource: "*",
    Condition: { "ForAnyValue:StringEquals": { "aws:SourceVpc": [vpcId] } },
  });
}
