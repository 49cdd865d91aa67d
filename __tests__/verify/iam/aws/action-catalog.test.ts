import { GUARDED_ACTIONS } from "../../../../constructs/execution-role/job-network-and-key-conditions";
import {
  actionsOf,
  arnFormatsOf,
  isKnownKey,
  isMultivalued,
  mayCarry,
  servicesInCatalogue,
} from "../../../../verify/iam/aws/action-catalog";
import { listActions, objectActions } from "../../../../verify/iam/aws/s3-object-actions";
import { wideningActions, writesOf } from "../../../../verify/iam/questions/roles/privilege-escalation-actions";

const named = (service: string, name: string) =>
  actionsOf(service).filter((action) => action.name === `${service}:${name}`);

describe("the catalogue of actions", () => {
  it("knows an action's resources, access and keys", () => {
    const [action] = named("s3", "PutObject");

    expect(action).toMatchObject({
      service: "s3",
      accessLevels: ["Write"],
      resourceTypes: expect.arrayContaining(["object"]),
    });
    expect(action && mayCarry(action, "s3:x-amz-server-side-encryption")).toBe(true);
    expect(action && mayCarry(action, "s3:prefix")).toBe(false);
    expect(action && mayCarry(action, "s3:requestobjecttag/team")).toBe(true);
    expect(action && mayCarry(action, "aws:sourcevpce")).toBe(true);
    expect(action && mayCarry(action, "aws:tagkeys")).toBe(false);
  });

  it("is empty for a service that does not exist", () => {
    expect(actionsOf("no-such-service")).toEqual([]);
    expect(actionsOf("../actions/s3")).toEqual([]);
  });

  it("has a format for every resource type of the services that claims ask about", () => {
    const missing = ["s3", "kms", "sagemaker", "iam", "ecr", "logs", "codeartifact"].flatMap((service) =>
      actionsOf(service).flatMap(({ name, resourceTypes }) =>
        resourceTypes.filter((type) => !arnFormatsOf(service).has(type)).map((type) => `${name} ${type}`),
      ),
    );

    expect(missing).toEqual([]);
  });

  it("tells condition keys that exist from misspelt ones", () => {
    const known = [
      "aws:sourcevpce",
      "aws:principaltag/team",
      "s3:tlsversion",
      "sagemaker:vpcsubnets",
      "kms:encryptioncontext:aws:logs:arn",
    ];

    expect(known.filter((key) => !isKnownKey(key))).toEqual([]);
    expect(["aws:sourcevpcee", "s3:prefixes", "sagemaker:subnets"].filter(isKnownKey)).toEqual([]);
  });

  it("tells keys that hold lists from keys that hold one value", () => {
    expect(["sagemaker:vpcsubnets", "aws:tagkeys"].every(isMultivalued)).toBe(true);
    expect(["sagemaker:volumekmskeyarn", "aws:sourcevpce"].some(isMultivalued)).toBe(false);
  });
});

describe("lists drawn from the catalogue", () => {
  it("hold every object action of S3, old versions, annotations and replication included", () => {
    const names = objectActions().map(({ name }) => name);

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
      listActions()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"]);
  });

  it("find something that widens in every service that the catalogue knows to change anything", () => {
    const harmless = servicesInCatalogue().filter(
      (service) => writesOf(service).length > 0 && wideningActions(service).length === 0,
    );

    expect(harmless).toEqual(["sagemaker-mlflow"]);
  });

  it("hold every permission-management action of every service that a role could be allowed", () => {
    const forgotten = servicesInCatalogue()
      .flatMap((service) =>
        actionsOf(service).filter(({ accessLevels }) => accessLevels.includes("Permissions management")),
      )
      .filter((action) => !wideningActions(action.service).includes(action));

    expect(forgotten.map(({ name }) => name)).toEqual([
      "ec2:CreateNetworkInterfacePermission",
      "ec2:DeleteNetworkInterfacePermission",
    ]);
  });

  it("agree with the guards of the generator: every action that carries subnets is guarded or denied there", () => {
    const carrying = actionsOf("sagemaker").filter((action) => mayCarry(action, "sagemaker:vpcsubnets"));
    const guarded = new Set(Object.keys(GUARDED_ACTIONS));
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
