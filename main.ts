import { App } from "cdktf";
import { environments } from "./envs";
import { parseEnvironments } from "./envs/faults";
import { PerimeterStack } from "./stacks/perimeter-stack";
import { quietCreationStacks } from "./stacks/quiet-creation-stacks";

const parsed = parseEnvironments(environments, new Date());
if (parsed.kind === "faulty") {
  process.stderr.write(`${parsed.faults.join("\n")}\n`);
  process.exitCode = 2;
} else {
  quietCreationStacks();
  const app = new App();
  for (const environment of parsed.environments) {
    new PerimeterStack(app, environment.name, { environment });
  }
  app.synth();
}
