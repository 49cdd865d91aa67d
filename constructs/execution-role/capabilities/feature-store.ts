import { actsOnOwnResource, createsOwnResource, tagsAtCreation } from "../../iam/owner-tag";
import type { Conditions, Statement } from "../../iam/policy-document";
import type { CapabilityProps } from "./capability";

/**
 * Permissions for the online feature store, encrypted with the domain's key.
 *
 * A feature group keeps the role that it was created with, so records go only into groups with the role's tag. SageMaker writes an
 * offline store from its own network, where the buckets are locked, so groups with an offline store are denied.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-security.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function featureStoreStatements(props: CapabilityProps): readonly Statement[] {
  const groups = props.account.arn("sagemaker", `feature-group/${props.namePrefix}*`);
  const onGroups = (sid: string, actions: readonly string[], condition: Conditions): Statement => ({
    Sid: sid,
    Effect: "Allow",
    Action: actions.map((action) => `sagemaker:${action}`),
    Resource: groups,
    Condition: condition,
  });
  return [
    onGroups("CreateOwnFeatureGroups", ["CreateFeatureGroup"], createsOwnResource(props.executionRoleArn)),
    onGroups(
      "UseOwnFeatureGroups",
      [
        ...["BatchGetRecord", "DeleteFeatureGroup", "DeleteRecord", "GetRecord", "PutRecord"],
        ...["UpdateFeatureGroup", "UpdateFeatureMetadata"],
      ],
      actsOnOwnResource(props.executionRoleArn),
    ),
    onGroups("TagFeatureGroupsAtCreation", ["AddTags"], tagsAtCreation("CreateFeatureGroup")),
    {
      Sid: "DescribeFeatures",
      Effect: "Allow",
      Action: ["sagemaker:DescribeFeatureGroup", "sagemaker:DescribeFeatureMetadata"],
      Resource: groups,
    },
    { Sid: "ListFeatureGroups", Effect: "Allow", Action: "sagemaker:ListFeatureGroups", Resource: "*" },
    denyCreation("DenyFeatureGroupsWithoutKey", { Null: { [ONLINE_KEY]: "true" } }),
    denyCreation("DenyFeatureGroupsWithOtherKey", {
      Null: { [ONLINE_KEY]: "false" },
      ArnNotEquals: { [ONLINE_KEY]: props.studioKeyArn },
    }),
    denyCreation("DenyOfflineStores", { Null: { "sagemaker:FeatureGroupOfflineStoreS3Uri": "false" } }),
  ];
}

const ONLINE_KEY = "sagemaker:FeatureGroupOnlineStoreKmsKeyArn";

function denyCreation(sid: string, condition: Conditions): Statement {
  return { Sid: sid, Effect: "Deny", Action: "sagemaker:CreateFeatureGroup", Resource: "*", Condition: condition };
}
