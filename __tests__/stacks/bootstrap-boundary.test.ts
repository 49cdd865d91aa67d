import { ExecutionRole } from "../../constructs/execution-role/execution-role";
import { FlowLogs } from "../../constructs/network/flow-logs";
import { attachBoundaryToRoles } from "../../constructs/pipeline/deployment-boundary";
import { synthesizeInBareStack } from "../constructs/fixtures/bare-stack";
import { sampleContext } from "../constructs/fixtures/sample-context";
import { synthesizeExecutionRolePermissions } from "../constructs/fixtures/sample-execution-role";
import { actionsMatching, asList, statementErrors } from "../constructs/reference/iam-service-reference";
import { identityPolicyStatements } from "../constructs/reference/identity-policy-evaluator";
import { synthesizedJson } from "../fixtures/synthesized";
import { BOUNDARY_ARN, sampleBootstrapJson } from "./fixtures/sample-bootstrap";

describe("the boundary", () => {
  const statements = identityPolicyStatements(sampleBootstrapJson, "aws_iam_policy", "dev_boundary");

  test("the boundary names only actions, condition keys and resources that AWS lists", () => {
    expect(statementErrors(statements)).toEqual([]);
  });

  test.each(["dev", "every capability"])("the boundary allows what the execution role of %s is allowed", (name) => {
    const { resource } = name === "dev" ? synthesizedJson(name) : synthesizeExecutionRolePermissions();
    const policies = Object.keys(resource.aws_iam_policy ?? {});
    const json = { ...sampleBootstrapJson, resource };
    const actions = policies
      .flatMap((policy) => identityPolicyStatements(json, "aws_iam_policy", policy))
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => asList(Action))
      .flatMap((pattern) => actionsMatching(pattern).map(({ name }) => `${pattern.split(":")[0]}:${name}`));
    const within = new Set(
      statements
        .flatMap(({ Action }) => asList(Action))
        .flatMap((pattern) => actionsMatching(pattern).map(({ name }) => `${pattern.split(":")[0]}:${name}`)),
    );

    expect(actions.length).toBeGreaterThan(80);
    expect(actions.filter((action) => !within.has(action))).toEqual([]);
  });

  test("the boundary allows no change of a pipeline execution, which runs on as the role of its pipeline", () => {
    const allowed = statements.flatMap(({ Action }) => asList(Action)).flatMap(actionsMatching);
    const ofExecutions = allowed.map(({ name }) => name).filter((name) => name.includes("PipelineExecution"));

    expect(ofExecutions.filter((name) => !/^(Describe|List)/.test(name)).sort()).toEqual([
      "StartPipelineExecution",
      "StopPipelineExecution",
    ]);
  });

  test("the boundary denies a bound role other buckets and IAM changes", () => {
    const actions = statements.flatMap(({ Action }) => asList(Action));
    const buckets = statements
      .filter(({ Sid }) => Sid === "OwnBuckets")
      .flatMap(({ Resource }) => asList(Resource ?? []));

    expect(actions.filter((action) => action.startsWith("iam:"))).toEqual(["iam:PassRole"]);
    expect(statements.filter(({ Action }) => asList(Action).includes("sts:AssumeRole"))).toEqual([
      expect.objectContaining({ Resource: expect.stringMatching(/:role\/studio-perimeter-dev-presign$/) }),
    ]);
    expect(actions.filter((action) => action.startsWith("sts:"))).toEqual([
      "sts:GetServiceBearerToken",
      "sts:AssumeRole",
      "sts:TagSession",
    ]);
    expect(buckets).toEqual(["arn:aws:s3:::studio-perimeter-dev-*"]);
  });

  test("the boundary is attached to every role below a construct", () => {
    const { resource } = synthesizeInBareStack((stack) => {
      const context = sampleContext(stack);
      new ExecutionRole(stack, "execution_role", { context });
      new FlowLogs(stack, "flow_logs", { context, vpcId: "vpc-1" });
      attachBoundaryToRoles(stack, BOUNDARY_ARN);
    });

    expect(Object.values(resource.aws_iam_role ?? {}).map(({ permissions_boundary }) => permissions_boundary)).toEqual([
      BOUNDARY_ARN,
      BOUNDARY_ARN,
    ]);
  });
});
