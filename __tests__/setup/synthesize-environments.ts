import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { Environment } from "../../envs/schema/environment";
import { requireAllEnvironments, requireEnvironments } from "../../envs/validation/parse-environments";
import { archivePath } from "../../functions/archives";
import { functionNames } from "../../functions/function-name";
import { BootstrapStack } from "../../stacks/bootstrap-stack";
import { disableCreationStacks } from "../../stacks/cdktf/disable-creation-stacks";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { bootstrapEnvironmentOf } from "../../stacks/synthesize";
import { withSampleChange } from "../../tools/demo/sample-change";
import { TODAY } from "../envs/fixtures/sample-environment";
import { environments } from "../fixtures/environments";
import { devWithTeams } from "../fixtures/environments/dev-with-teams";
import { stagingWithAccess } from "../fixtures/environments/staging-with-access";
import { stagingWithNotebook } from "../fixtures/environments/staging-with-notebook";
import { testingApp } from "../fixtures/testing-app";
import { inspectionEnvironment } from "../stacks/fixtures/enterprise-environments";

/**
 * Writes the Terraform of each environment to the folder that the first argument names, with cdktf's validations on, and prints the
 * paths of all files that it depends on, outside of packages. A program of its own, so that no test file loads the framework to read a
 * stack.
 */
const [folder = ""] = process.argv.slice(2);
disableCreationStacks();
const parsed = requireEnvironments(environments, TODAY);
const { inspections } = requireAllEnvironments([{ ...inspectionEnvironment, spokes: [] }], TODAY);
for (const environment of parsed) {
  const stack = new PerimeterStack(testingApp(), environment.name, { environment });
  writeFileSync(join(folder, `${environment.name}.tf.json`), Testing.synth(stack, true));
}
for (const [file, input] of [
  ["dev with teams", devWithTeams],
  ["staging with access", stagingWithAccess],
  ["staging with notebook", stagingWithNotebook],
  ["staging after the demonstration", withSampleChange(stagingWithNotebook)],
] as const) {
  const [environment] = requireEnvironments([input], TODAY) as readonly [Environment];
  const stack = new PerimeterStack(testingApp(), environment.name, { environment });
  writeFileSync(join(folder, `${file}.tf.json`), Testing.synth(stack, true));
}
// One pipeline is quickly judged; two tell one from the other.
const github = { kind: "github", repository: "acme/perimeter" } as const;
for (const [file, names, pipeline] of [
  ["bootstrap", ["prod"], github],
  ["bootstrap of two", ["dev", "prod"], github],
  ["bootstrap of GitLab", ["prod"], { kind: "gitlab", project: "acme/perimeter" }],
  ["bootstrap of HCP Terraform", ["prod"], { kind: "hcp-terraform", organization: "acme" }],
  ["bootstrap of hub", ["hub"], github],
] as const) {
  const stack = new BootstrapStack(testingApp(), "bootstrap", {
    environments: [...parsed, ...inspections]
      .filter(({ name }) => names.some((one) => one === name))
      .map(bootstrapEnvironmentOf),
    pipeline,
    region: "eu-west-1",
  });
  writeFileSync(join(folder, `${file}.tf.json`), Testing.synth(stack, true));
}
const packages = join(__dirname, "..", "..", "node_modules", "/");
const modules = Object.keys(require.cache).filter((path) => !path.startsWith(packages));
process.stdout.write(JSON.stringify([...modules, ...functionNames.map((name) => archivePath(name))]));
