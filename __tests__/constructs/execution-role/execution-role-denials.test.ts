import type { Statement } from "../../../constructs/iam/policy-document";
import { EXECUTION_ROLE_ARN, sagemakerArn, sampleExecutionRoleStatements } from "../fixtures/sample-execution-role";
import { serviceActions } from "../reference/iam-service-reference";
import { evaluateIdentityPolicies, type RoleRequest } from "../reference/identity-policy-evaluator";

describe("whatever else is attached, a user", () => {
  const administrator: readonly Statement[] = [
    { Sid: "Administrator", Effect: "Allow", Action: "*", Resource: "*" },
    ...sampleExecutionRoleStatements,
  ];
  const decide = (action: string, resource = "*", context: RoleRequest["context"] = {}) =>
    evaluateIdentityPolicies(administrator, { action, resource, context });

  test("despite any other policy, a user does nothing in IAM but pass roles to SageMaker", () => {
    const open = serviceActions("iam").filter(({ name }) => decide(`iam:${name}`) === "allowed");

    expect(open.map(({ name }) => name)).toEqual([]);
    expect(decide("iam:PassRole", EXECUTION_ROLE_ARN, { "iam:PassedToService": "sagemaker.amazonaws.com" })).toBe(
      "allowed",
    );
  });

  test("despite any other policy, a user changes no setting of a bucket, and opens no object", () => {
    const objectWork =
      /^(Abort|Put|Delete|Restore)(Object|MultipartUpload)?(Version)?(Tagging|Annotation|VersionAnnotation|VersionTagging|LegalHold|Retention)?$/;
    const untouched = /StorageLens|JobTagging|^UpdateJob|^(Unt|T)agResource$/;
    const changes = serviceActions("s3").filter(
      ({ name, accessLevel }) => !/^(Read|List)$/.test(accessLevel) && !objectWork.test(name) && !untouched.test(name),
    );

    expect(changes.map(({ name }) => name)).toEqual(expect.arrayContaining(["PutBucketPolicy", "PutObjectAcl"]));
    expect(changes.filter(({ name }) => decide(`s3:${name}`) !== "denied").map(({ name }) => name)).toEqual([]);
  });

  test.each([
    "CreateNotebookInstance",
    "CreatePresignedNotebookInstanceUrl",
    "UpdateDomain",
    "DeleteDomain",
    "UpdateUserProfile",
    "CreateStudioLifecycleConfig",
    "StartSession",
    "CreateCluster",
    "CreateInferenceComponent",
    "DeployHubModel",
    "PutModelPackageGroupPolicy",
  ])("despite any other policy, a user is denied %s", (action) => {
    expect(decide(`sagemaker:${action}`)).toBe("denied");
  });

  test("despite any other policy, a user does not tag himself into another's profile", () => {
    expect(decide("sagemaker:AddTags", sagemakerArn("user-profile/d-ours/grace"))).toBe("denied");
    expect(decide("sagemaker:DeleteTags", sagemakerArn("domain/d-ours"))).toBe("denied");
  });

  test("despite any other policy, a user runs no job outside the perimeter", () => {
    expect(decide("sagemaker:CreateTrainingJob", sagemakerArn("training-job/j"))).toBe("denied");
  });
});
