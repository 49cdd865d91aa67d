/**
 * A stack several times in one file, every copy under names of its own. Data, outputs and provider stay as they are, so that
 * what is promised holds for the first alone.
 *
 * @param {{ resource: Readonly<Record<string, Readonly<Record<string, object>>>> }} stack
 * @param {number} times
 */
export function repeated(stack, times) {
  const resource = Object.fromEntries(Object.keys(stack.resource).map((type) => [type, {}]));
  for (let copy = 0; copy < times; copy++) {
    const suffix = copy === 0 ? "" : `_copy${copy}`;
    for (const [type, byName] of Object.entries(renamed(stack.resource, suffix))) {
      for (const [name, values] of Object.entries(byName)) {
        resource[type][name + suffix] = values;
      }
    }
  }
  return { ...stack, resource };
}

/**
 * A stack with so many further security groups, which nothing uses.
 *
 * @param {{ resource: Readonly<Record<string, Readonly<Record<string, object>>>> }} stack
 * @param {number} times
 */
export function withSecurityGroups(stack, times) {
  const [vpc] = Object.keys(stack.resource.aws_vpc);
  const added = Array.from({ length: times }, (_, index) => [
    `more_${index}`,
    { name: `more-${index}`, description: "Used by nothing.", vpc_id: `\${aws_vpc.${vpc}.id}` },
  ]);
  const groups = { ...stack.resource.aws_security_group, ...Object.fromEntries(added) };
  return { ...stack, resource: { ...stack.resource, aws_security_group: groups } };
}

/** References to resources, in texts and in dependencies, and what resources are called; references to data stay. */
function renamed(resource, suffix) {
  const text = JSON.stringify(resource)
    .replace(/(?<!data\.)\baws_\w+\.[a-z]\w*/g, (address) => address + suffix)
    .replace(/studio-perimeter[-/]\w+/g, (name) => name + suffix.replace("_", "-"));
  return JSON.parse(text);
}

/**
 * A stack with so many further roles, each with a policy of its own.
 *
 * @param {{ resource: Readonly<Record<string, Readonly<Record<string, object>>>> }} stack
 * @param {number} times
 */
export function withRoles(stack, times) {
  const trust = policy({
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  const roles = {};
  const policies = {};
  for (let index = 0; index < times; index++) {
    const name = `app_${index}`;
    roles[name] = { name: `app-${index}`, assume_role_policy: trust };
    policies[name] = {
      name: "work",
      role: `\${aws_iam_role.${name}.name}`,
      policy: policy({
        Effect: "Allow",
        Action: ["logs:PutLogEvents"],
        Resource: `arn:aws:logs:*:*:log-group:/app/${index}:*`,
      }),
    };
  }
  return withResources(stack, { aws_iam_role: roles, aws_iam_role_policy: policies });
}

/**
 * A stack with so many further buckets, each with a policy that denies requests without TLS.
 *
 * @param {{ resource: Readonly<Record<string, Readonly<Record<string, object>>>> }} stack
 * @param {number} times
 */
export function withBuckets(stack, times) {
  const buckets = {};
  const policies = {};
  for (let index = 0; index < times; index++) {
    const name = `more_${index}`;
    const arn = `\${aws_s3_bucket.${name}.arn}`;
    buckets[name] = { bucket: `more-${index}` };
    policies[name] = {
      bucket: `\${aws_s3_bucket.${name}.id}`,
      policy: policy({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    };
  }
  return withResources(stack, { aws_s3_bucket: buckets, aws_s3_bucket_policy: policies });
}

/**
 * A stack whose execution role has these AWS managed policies too, and no list of the only policies that it may have.
 *
 * @param {{ resource: Readonly<Record<string, Readonly<Record<string, object>>>> }} stack
 * @param {readonly string[]} names such as `AmazonSageMakerFullAccess`
 */
export function withManagedPolicies(stack, names) {
  const kept = Object.entries(stack.resource).filter(([type]) => !type.endsWith("_exclusive"));
  const attachments = names.map((name) => [
    `more_${name}`,
    { role: `\${aws_iam_role.execution_role_role.name}`, policy_arn: `arn:aws:iam::aws:policy/${name}` },
  ]);
  const added = { aws_iam_role_policy_attachment: Object.fromEntries(attachments) };
  return withResources({ ...stack, resource: Object.fromEntries(kept) }, added);
}

/**
 * A stack whose first log group keeps its logs for another time.
 *
 * @param {{ resource: Readonly<Record<string, Readonly<Record<string, object>>>> }} stack
 */
export function withOtherRetention(stack) {
  const { aws_cloudwatch_log_group: groups } = stack.resource;
  const [[name, group]] = Object.entries(groups);
  return withResources(stack, { aws_cloudwatch_log_group: { [name]: { ...group, retention_in_days: 731 } } });
}

/**
 * A plan that creates so many further SSM parameters, each with a secret of its own, which stands in three places of the plan.
 *
 * @param {{ planned_values: object, resource_changes: readonly object[], configuration: object }} plan as `terraform show -json` prints
 * it; it creates an SSM parameter already
 * @param {number} times
 */
export function withParameters(plan, times) {
  const added = (entries, change) => {
    const model = entries.find(({ type, mode }) => type === "aws_ssm_parameter" && mode === "managed");
    const named = (index) => ({ address: `aws_ssm_parameter.more_${index}`, name: `more_${index}` });
    return [...entries, ...Array.from({ length: times }, (_, index) => ({ ...change(model, index), ...named(index) }))];
  };
  const secret = (index) => ({
    name: `/more/${index}`,
    type: "SecureString",
    value: `secret ${index} `.padEnd(800, "-"),
  });
  return {
    ...plan,
    planned_values: withRootResources(plan.planned_values, (resources) =>
      added(resources, ({ values, sensitive_values, ...rest }, index) => ({
        ...rest,
        values: { ...values, ...secret(index) },
        sensitive_values: { ...sensitive_values, value: true },
      })),
    ),
    resource_changes: added(plan.resource_changes, ({ change, ...rest }, index) => ({
      ...rest,
      change: {
        ...change,
        after: { ...change.after, ...secret(index) },
        after_unknown: { ...change.after_unknown, value: false },
        after_sensitive: { ...change.after_sensitive, value: true },
      },
    })),
    configuration: withRootResources(plan.configuration, (resources) =>
      added(resources, (resource, index) => ({
        ...resource,
        expressions: Object.fromEntries(
          Object.entries(secret(index)).map(([name, value]) => [name, { constant_value: value }]),
        ),
      })),
    ),
  };
}

function withRootResources({ root_module: root, ...rest }, change) {
  return { ...rest, root_module: { ...root, resources: change(root.resources) } };
}

function policy(statement) {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function withResources(stack, added) {
  const resource = { ...stack.resource };
  for (const [type, byName] of Object.entries(added)) {
    resource[type] = { ...resource[type], ...byName };
  }
  return { ...stack, resource };
}
