import { tagsAtCreation } from "../../iam/owner-tag";
import type { Statement } from "../../iam/policy-document";
import type { CapabilityProps } from "./capability";

/** Entities of experiments and lineage that can be created, changed, read and deleted. */
const ENTITIES = ["Action", "Artifact", "Context", "Experiment", "Trial", "TrialComponent"] as const;

/** Types of trials and runs in ARNs. */
const RUN_TYPES = ["experiment", "experiment-trial", "experiment-trial-component"] as const;

/** Actions that describe everything in the account, whatever its name. */
const SEARCH_ACTIONS = ["sagemaker:GetSearchSuggestions", "sagemaker:QueryLineage", "sagemaker:Search"];

/** Types of all entities in ARNs. */
const ENTITY_TYPES = ["action", "artifact", "context", ...RUN_TYPES] as const;

/**
 * Permissions for experiments, lineage and search: descriptions of jobs and models, without data and compute.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/experiments.html
 */
export function experimentStatements({ account, namePrefix }: CapabilityProps): readonly Statement[] {
  const ofType = (type: string) => account.arn("sagemaker", `${type}/${namePrefix}*`);
  const resources = ENTITY_TYPES.map(ofType);
  const onEntities = (verb: string) => ENTITIES.map((entity) => `sagemaker:${verb}${entity}`);
  return [
    {
      Sid: "TrackExperiments",
      Effect: "Allow",
      Action: [
        ...["Create", "Update", "Delete", "Describe"].flatMap(onEntities),
        "sagemaker:AddAssociation",
        "sagemaker:DeleteAssociation",
      ],
      Resource: resources,
    },
    {
      Sid: "TrackJobs",
      Effect: "Allow",
      Action: [
        "sagemaker:AssociateTrialComponent",
        "sagemaker:BatchGetMetrics",
        "sagemaker:BatchPutMetrics",
        "sagemaker:DisassociateTrialComponent",
      ],
      Resource: [...RUN_TYPES, "processing-job", "training-job"].map(ofType),
    },
    {
      Sid: "SearchExperiments",
      Effect: "Allow",
      Action: [
        ...ENTITIES.map((entity) => `sagemaker:List${entity}s`),
        ...[
          "sagemaker:GetSearchSuggestions",
          "sagemaker:ListAssociations",
          "sagemaker:QueryLineage",
          "sagemaker:Search",
        ].filter((action) => namePrefix === "" || !SEARCH_ACTIONS.includes(action)),
      ],
      Resource: "*",
    },
    {
      Sid: "TagExperimentsAtCreation",
      Effect: "Allow",
      Action: "sagemaker:AddTags",
      Resource: resources,
      Condition: tagsAtCreation(...ENTITIES.map((entity) => `Create${entity}`)),
    },
  ];
}
