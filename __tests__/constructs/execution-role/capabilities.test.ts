import { CAPABILITY_NAMES } from "../../../constructs/execution-role/capabilities/capabilities";
import { executionRoleStatements, synthesizeExecutionRolePermissions } from "../fixtures/sample-execution-role";
import { asList } from "../reference/iam-service-reference";

const withoutCapabilities = ["studio", "jobs", "data", "job_network", "job_keys", "denials"];

function allowedActions(...args: Parameters<typeof executionRoleStatements>): readonly string[] {
  const allowing = executionRoleStatements(...args).filter(({ Effect }) => Effect === "Allow");
  return allowing.flatMap(({ Action }) => asList(Action));
}

test("a role without capabilities has no policy for them", () => {
  const { resource } = synthesizeExecutionRolePermissions({ capabilities: [] });

  expect(Object.keys(resource.aws_iam_policy ?? {}).sort()).toEqual(
    withoutCapabilities.map((concern) => `role_permissions_${concern}`).sort(),
  );
});

test.each(CAPABILITY_NAMES)("the capability %s allows what no other capability and no other policy allows", (name) => {
  const others = CAPABILITY_NAMES.filter((other) => other !== name);
  const without = new Set(
    allowedActions(
      synthesizeExecutionRolePermissions({ capabilities: others }),
      others.length === 0 ? withoutCapabilities : undefined,
    ),
  );
  const added = allowedActions(synthesizeExecutionRolePermissions()).filter((action) => !without.has(action));

  expect(added.length).toBeGreaterThan(0);
});
