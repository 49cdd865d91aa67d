import { Code, javascript } from "./javascript.mjs";

/**
 * Writes a program that builds the same trees by hand, policies as objects that it turns to text, and writes them as JSON:
 * `node bare.cjs FOLDER NAME...`. What any generator in JavaScript has to do at least.
 *
 * @param {Readonly<Record<string, object>>} stacks Terraform JSON by name
 * @returns {string} its source
 */
export function bareProgram(stacks) {
  const builders = Object.entries(stacks).map(([name, stack]) => `${JSON.stringify(name)}: () => ${builder(stack)}`);
  return `const { mkdirSync, writeFileSync } = require("node:fs");
const builders = {
${builders.join(",\n")}
};
const [folder, ...names] = process.argv.slice(2);
for (const [index, name] of names.entries()) {
  const stack = \`\${folder}/stacks/\${index}-\${name}\`;
  mkdirSync(stack, { recursive: true });
  writeFileSync(\`\${stack}/cdk.tf.json\`, JSON.stringify(builders[name](), null, 2));
}
`;
}

function builder({ resource, ...rest }) {
  const statements = Object.entries(resource).flatMap(([type, byName]) => [
    `  stack.resource[${JSON.stringify(type)}] = {};`,
    ...Object.entries(byName).map(
      ([name, values]) =>
        `  stack.resource[${JSON.stringify(type)}][${JSON.stringify(name)}] = ${javascript(policiesAsCode(values))};`,
    ),
  ]);
  return `{
  const stack = ${javascript({ ...rest, resource: {} })};
${statements.join("\n")}
  return stack;
}`;
}

/** A policy stands in Terraform JSON as text. */
function policiesAsCode(values) {
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === "string" && value.startsWith('{"Version"')
      ? new Code(`JSON.stringify(${javascript(JSON.parse(value))})`)
      : value,
  ]);
  return Object.fromEntries(entries);
}
