import { actsOnOwnResource, createsOwnResource, tagsAtCreation } from "../../iam/owner-tag";
import type { Statement } from "../../iam/policy-document";
import type { CapabilityProps } from "./capability";

/**
 * Permissions for SageMaker Pipelines. Each step of a pipeline is a job that the pipeline's role starts, so every guard of jobs applies.
 *
 * Executions have no tags, so one of another role's pipeline can be stopped. A retry, a change or an answer to a step would make the
 * pipeline run on as its own role, so nobody has them: start the pipeline again.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html
 */
export function pipelineStatements({ account, executionRoleArn, namePrefix }: CapabilityProps): readonly Statement[] {
  const pipelines = account.arn("sagemaker", `pipeline/${namePrefix}*`);
  const executions = account.arn("sagemaker", `pipeline/${namePrefix}*/execution/*`);
  return [
    {
      Sid: "ReadPipelines",
      Effect: "Allow",
      Action: [
        "sagemaker:DescribePipeline",
        "sagemaker:DescribePipelineDefinitionForExecution",
        "sagemaker:DescribePipelineExecution",
        "sagemaker:ListPipelineExecutionSteps",
        "sagemaker:ListPipelineExecutions",
        "sagemaker:ListPipelineParametersForExecution",
        "sagemaker:ListPipelineVersions",
      ],
      Resource: [pipelines, executions],
    },
    { Sid: "ListPipelines", Effect: "Allow", Action: "sagemaker:ListPipelines", Resource: "*" },
    {
      Sid: "CreateOwnPipelines",
      Effect: "Allow",
      Action: "sagemaker:CreatePipeline",
      Resource: pipelines,
      Condition: createsOwnResource(executionRoleArn),
    },
    {
      Sid: "RunOwnPipelines",
      Effect: "Allow",
      Action: [
        "sagemaker:AddTags",
        "sagemaker:DeletePipeline",
        "sagemaker:StartPipelineExecution",
        "sagemaker:UpdatePipeline",
        "sagemaker:UpdatePipelineVersion",
      ],
      Resource: pipelines,
      Condition: actsOnOwnResource(executionRoleArn),
    },
    {
      Sid: "TagPipelinesAtCreation",
      Effect: "Allow",
      Action: "sagemaker:AddTags",
      Resource: pipelines,
      Condition: tagsAtCreation("CreatePipeline"),
    },
    {
      Sid: "StopPipelineExecutions",
      Effect: "Allow",
      Action: "sagemaker:StopPipelineExecution",
      Resource: executions,
    },
  ];
}
