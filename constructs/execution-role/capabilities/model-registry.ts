import type { Statement } from "../../iam/policy-document";
import type { CapabilityProps } from "./capability";

/**
 * Permissions for the model registry: read every version, and approve the versions of groups that are named after the environment.
 *
 * Users register no versions: `CreateModelPackage` can start a transform job that validates the model, in a network that no condition
 * key describes.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelPackageValidationSpecification.html
 */
export function modelRegistryStatements({ account, name, namePrefix }: CapabilityProps): readonly Statement[] {
  const readable = namePrefix === "" ? "*" : `${name}-*`;
  const ownGroups = account.arn("sagemaker", `model-package-group/${name}-*`);
  return [
    {
      Sid: "ReadModelVersions",
      Effect: "Allow",
      Action: [
        "sagemaker:BatchDescribeModelPackage",
        "sagemaker:DescribeModelPackage",
        "sagemaker:DescribeModelPackageGroup",
        "sagemaker:ListModelPackages",
      ],
      Resource: ["model-package", "model-package-group"].map((type) => account.arn("sagemaker", `${type}/${readable}`)),
    },
    { Sid: "ListModelGroups", Effect: "Allow", Action: "sagemaker:ListModelPackageGroups", Resource: "*" },
    {
      Sid: "ManageOwnModelGroups",
      Effect: "Allow",
      Action: ["sagemaker:CreateModelPackageGroup", "sagemaker:DeleteModelPackageGroup"],
      Resource: ownGroups,
    },
    {
      Sid: "ApproveOwnModelVersions",
      Effect: "Allow",
      Action: ["sagemaker:DeleteModelPackage", "sagemaker:UpdateModelPackage"],
      Resource: account.arn("sagemaker", `model-package/${name}-*`),
    },
  ];
}
