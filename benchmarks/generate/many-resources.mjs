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
