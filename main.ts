import { environments } from "./envs";
import { repository } from "./envs/pipeline";
import { parseEnvironments } from "./envs/validation/parse-environments";
import { synthesize } from "./stacks/synthesize";

const parsed = parseEnvironments(environments, new Date());
if (parsed.kind === "invalid") {
  process.stderr.write(`${parsed.issues.join("\n")}\n`);
  process.exitCode = 2;
} else {
  synthesize({ environments: parsed.environments, repository });
}
