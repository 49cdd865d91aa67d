import { Testing } from "cdktf";
import { parseEnvironments } from "../../envs/faults";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { ACCOUNT, outcome, policyOf } from "../constructs/identity-policy";
import { sampleEnvironment } from "../envs/sample-environment";
import { iam, sampleJson, synthesizeBootstrap } from "./bootstrap-sample";
