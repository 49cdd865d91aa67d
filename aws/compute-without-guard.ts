/**
 * Calls of SageMaker that start compute in a network that no condition key describes. A policy cannot restrict them, only deny them.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export const COMPUTE_WITHOUT_GUARD: readonly string[] = [
  "CreateAIBenchmarkJob",
  "CreateAIRecommendationJob",
  "CreateCluster",
  "CreateCompilationJob",
  "CreateEdgePackagingJob",
  "CreateInferenceComponent",
  "CreateInferenceExperiment",
  "CreateInferenceRecommendationsJob",
  "CreateJob",
  "CreateLabelingJob",
  "CreateMlflowApp",
  "CreateMlflowTrackingServer",
  "CreateOptimizationJob",
  "CreatePartnerApp",
];
