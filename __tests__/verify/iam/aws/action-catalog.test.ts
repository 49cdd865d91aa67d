import { JOB_ACTION_CONDITION_KEYS } from "../../../../constructs/execution-role/job-denials";
import {
  actionsOfService,
  isKnownConditionKey,
  isMultivaluedKey,
  resourceArnFormats,
  s3ListActions,
  s3ObjectActions,
  servicesInCatalog,
  supportsConditionKey,
} from "../../../../verify/iam/aws/action-catalog";
import {
  privilegeEscalationActions,
  writeActionsOf,
} from "../../../../verify/iam/questions/roles/privilege-escalation-actions";

const named = (service: string, name: string) =>
  actionsOfService(service).filter((action) => action.name === `${service}:${name}`);

describe("the action catalog", () => {
  it("the action catalog knows an action's resources, access and keys", () => {
    const [action] = named("s3", "PutObject");

    expect(action).toMatchObject({
      service: "s3",
      accessLevels: ["Write"],
      resourceTypes: expect.arrayContaining(["object"]),
    });
    expect(action && supportsConditionKey(action, "s3:x-amz-server-side-encryption")).toBe(true);
    expect(action && supportsConditionKey(action, "s3:prefix")).toBe(false);
    expect(action && supportsConditionKey(action, "s3:requestobjecttag/team")).toBe(true);
    expect(action && supportsConditionKey(action, "aws:sourcevpce")).toBe(true);
    expect(action && supportsConditionKey(action, "aws:tagkeys")).toBe(false);
  });

  it("the action catalog is empty for a service that does not exist", () => {
    expect(actionsOfService("no-such-service")).toEqual([]);
    expect(actionsOfService("../actions/s3")).toEqual([]);
  });

  it("the action catalog has a format for every resource type of the services that claims ask about", () => {
    const missing = ["s3", "kms", "sagemaker", "iam", "ecr", "logs", "codeartifact"].flatMap((service) =>
      actionsOfService(service).flatMap(({ name, resourceTypes }) =>
        resourceTypes.filter((type) => !resourceArnFormats(service).has(type)).map((type) => `${name} ${type}`),
      ),
    );

    expect(missing).toEqual([]);
  });

  it("the action catalog distinguishes condition keys that exist from misspelled ones", () => {
    const known = [
      "aws:sourcevpce",
      "aws:principaltag/team",
      "s3:tlsversion",
      "sagemaker:vpcsubnets",
      "kms:encryptioncontext:aws:logs:arn",
    ];

    expect(known.filter((key) => !isKnownConditionKey(key))).toEqual([]);
    expect(["aws:sourcevpcee", "s3:prefixes", "sagemaker:subnets"].filter(isKnownConditionKey)).toEqual([]);
  });

  it("the action catalog tells keys that hold lists from keys that hold one value", () => {
    expect(["sagemaker:vpcsubnets", "aws:tagkeys"].every(isMultivaluedKey)).toBe(true);
    expect(["sagemaker:volumekmskeyarn", "aws:sourcevpce"].some(isMultivaluedKey)).toBe(false);
  });
});

describe("lists made from the catalog", () => {
  it("lists made from the catalog hold every object action of S3, old versions, annotations and replication included", () => {
    const names = s3ObjectActions().map(({ name }) => name);

    expect(names.length).toBeGreaterThan(40);
    expect(names).toEqual(
      expect.arrayContaining([
        "s3:GetObjectVersion",
        "s3:DeleteObjectVersion",
        "s3:PutObjectAcl",
        "s3:ReplicateObject",
        "s3:BypassGovernanceRetention",
      ]),
    );
    expect(
      s3ListActions()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"]);
  });

  it("lists made from the catalog find a privilege-escalation action in every service whose actions change something", () => {
    const harmless = servicesInCatalog().filter(
      (service) => writeActionsOf(service).length > 0 && privilegeEscalationActions(service).length === 0,
    );

    expect(harmless).toEqual(["sagemaker-mlflow"]);
  });

  it("lists made from the catalog hold every permission-management action of every service that a role could be allowed", () => {
    const forgotten = servicesInCatalog()
      .flatMap((service) =>
        actionsOfService(service).filter(({ accessLevels }) => accessLevels.includes("Permissions management")),
      )
      .filter((action) => !privilegeEscalationActions(action.service).includes(action));

    expect(forgotten.map(({ name }) => name)).toEqual([
      "ec2:CreateNetworkInterfacePermission",
      "ec2:DeleteNetworkInterfacePermission",
    ]);
  });

  it("lists made from the catalog agree with the guards of the generator: every action that carries subnets is guarded or denied there", () => {
    const carrying = actionsOfService("sagemaker").filter((action) =>
      supportsConditionKey(action, "sagemaker:vpcsubnets"),
    );
    const guarded = new Set(Object.keys(JOB_ACTION_CONDITION_KEYS));
    const denied = [
      "CreateCluster",
      "UpdateCluster",
      "CreateDomain",
      "UpdateDomain",
      "CreateJob",
      "CreateNotebookInstance",
    ];

    const neither = carrying
      .map(({ name }) => name.slice("sagemaker:".length))
      .filter((name) => !guarded.has(name) && !denied.includes(name));

    expect(neither).toEqual([]);
  });
});
