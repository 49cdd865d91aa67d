import { describeMutants } from "../fixtures/mutant-suites";
import { hubPipelineMutants } from "./fixtures/hub-pipeline-mutants";

describeMutants("hub pipelines", hubPipelineMutants, "named");
