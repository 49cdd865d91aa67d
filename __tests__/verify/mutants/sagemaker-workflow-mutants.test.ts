import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { sagemakerWorkflowMutants, sagemakerWorkflowUses } from "./fixtures/sagemaker-workflow-mutants";

const topics = ["network", "names", "firewall", "data", "identities", "operations"] as const;

describePermittedUses(sagemakerWorkflowUses, topics);
describeMutants("workflows of SageMaker", sagemakerWorkflowMutants, topics);
