import { EQUIVALENTS, SETTINGS } from "../cdk/equivalents.mjs";
import { javascript } from "./javascript.mjs";
import { textWithReferences } from "./references.mjs";

/**
 * One construct of the program to be written.
 *
 * @typedef {object} Written
 * @property {string} name of its variable, and its id
 * @property {string} source the statements that build it
 * @property {ReadonlySet<string>} uses constructs that it refers to
 */

/**
 * Writes an aws-cdk-lib program of typed L1 constructs with the resources of a Terraform stack, as far as CloudFormation has
 * them: `node cdk.cjs FOLDER COUNT PROPS [CDK_NAG]`, as many equal stacks as asked for, with the App's
 * props as JSON, and judged by the rules AwsSolutions of cdk-nag where its folder is named.
 *
 * @param {{ resource: Readonly<Record<string, Readonly<Record<string, object>>>>, output: Readonly<Record<string, any>> }} stack
 * @param {string} library path of aws-cdk-lib
 * @returns {{ source: string, covered: number, total: number }} and how many of the resources it holds
 */
export function cdkProgram(stack, library) {
  const types = Object.keys(stack.resource);
  const names = types.filter((type) => type in EQUIVALENTS).flatMap((type) => Object.keys(stack.resource[type]));
  const known = { resources: stack.resource, constructs: new Set(names) };
  const constructs = types
    .filter((type) => type in EQUIVALENTS)
    .flatMap((type) => Object.keys(stack.resource[type]).flatMap((name) => written(type, name, known)));
  const count = (some) => some.reduce((sum, type) => sum + Object.keys(stack.resource[type]).length, 0);
  return {
    source: program(inOrder(constructs), outputs(stack.output, known), library),
    covered: count(types.filter((type) => type in EQUIVALENTS || type in SETTINGS)),
    total: count(types),
  };
}

/** @returns {readonly Written[]} */
function written(type, name, known) {
  const values = known.resources[type][name];
  const { construct, props, companions = () => [] } = EQUIVALENTS[type];
  const settings = (ofType, field) =>
    Object.values(known.resources[ofType] ?? {}).filter((other) => other[field].startsWith(`\${${type}.${name}.`));
  const own = statement(name, construct, props(values, settings), known, after(values));
  const others = companions(values, name).map((companion) => {
    const written = statement(`${name}_${companion.suffix}`, companion.construct, companion.props, known, "");
    return { ...written, uses: new Set([...written.uses, name]) };
  });
  return [own, ...others];

  function after({ depends_on = [], lifecycle = {} }) {
    const waits = depends_on
      .map((address) => address.split(".")[1])
      .filter((other) => known.constructs.has(other))
      .map((other) => `  ${name}.addResourceDependency(${other});`);
    const keeps = lifecycle.prevent_destroy ? [`  ${name}.applyRemovalPolicy(core.RemovalPolicy.RETAIN);`] : [];
    return [...waits, ...keeps].map((line) => `\n${line}`).join("");
  }
}

/** @returns {Written} */
function statement(name, construct, props, known, after) {
  const uses = new Set();
  const literal = javascript(props, (text) => textWithReferences(text, known, (other) => uses.add(other)));
  for (const [, other] of after.matchAll(/addResourceDependency\((\w+)\)/g)) {
    uses.add(other);
  }
  return { name, uses, source: `  const ${name} = new ${construct}(stack, "${name}", ${literal});${after}` };
}

/**
 * What is referred to comes first.
 *
 * @throws when two constructs refer to each other: CloudFormation would refuse them too
 */
function inOrder(constructs) {
  const byName = new Map(constructs.map((construct) => [construct.name, construct]));
  const ordered = new Set();
  const visit = (construct, path) => {
    if (ordered.has(construct)) {
      return;
    }
    if (path.includes(construct.name)) {
      throw new Error(`cdk: constructs refer to each other, got ${[...path, construct.name].join(" -> ")}`);
    }
    for (const name of construct.uses) {
      visit(byName.get(name), [...path, construct.name]);
    }
    ordered.add(construct);
  };
  for (const construct of constructs) {
    visit(construct, []);
  }
  return [...ordered];
}

function outputs(output, known) {
  return Object.entries(output)
    .filter(([, { value }]) => typeof value === "string")
    .map(([name, { value, description }]) => {
      const id = JSON.stringify(`output_${name}`);
      const text = textWithReferences(value, known, () => {});
      return `  new core.CfnOutput(stack, ${id}, { value: ${text}, description: ${JSON.stringify(description)} });`;
    });
}

function program(constructs, outputStatements, library) {
  const libraries = new Set(constructs.map(({ source }) => /new (\w+)\.Cfn/.exec(source)[1]));
  const imports = [...libraries].map((name) => `const ${name} = require("${library}/aws-${name}");`);
  return `const core = require("${library}/core");
${imports.join("\n")}

function build(app, id) {
  const stack = new core.Stack(app, id, { tags: { Project: "studio-perimeter", Environment: id } });
  const parameters = new Map();
  const parameter = (path) => {
    if (!parameters.has(path)) {
      parameters.set(path, new core.CfnParameter(stack, path.replaceAll(/[^A-Za-z0-9]/g, "")));
    }
    return parameters.get(path).valueAsString;
  };
${constructs.map(({ source }) => source).join("\n")}
${outputStatements.join("\n")}
}

const [outdir, count, props, nag] = process.argv.slice(2);
const app = new core.App({ outdir, ...JSON.parse(props) });
if (nag !== undefined) {
  const { AwsSolutionsChecks } = require(nag);
  core.Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
for (let index = 0; index < Number(count); index++) {
  build(app, \`stack\${index}\`);
}
app.synth();
`;
}
