import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  CDK_LIBRARY,
  CDK_NAG,
  HOW_TO_INSTALL,
  hasPythonProgram,
  PYTHON_VERSIONS,
  pythonProgram,
  versionOf,
} from "../peers/installed.mjs";
import {
  CDK_TERRAIN,
  FASTEST_CDK,
  inProject,
  QUIET_CDK_TERRAIN,
  runApp,
  synthesized,
  writeBare,
  writeCdk,
} from "./inputs.mjs";

const POLICY = inProject("benchmarks/peers/perimeter.rego");

/** Other programs for the same work, on the same environment. @type {import("../run.mjs").Group} */
export const peers = {
  name: "peers",
  title: "Other programs for the same work",
  rounds: 5,
  prepare(folder) {
    const reference = join(folder, "reference");
    runApp("shipped.cjs", [reference, "prod"]);
    const prod = synthesized(reference, "prod");
    return [...judges(folder, reference), ...generators(folder, prod)];
  },
};

/** @returns {readonly import("../measure.mjs").Variant[]} programs that say whether a plan is as it should be */
function judges(folder, stacks) {
  const plan = join(folder, "kept", "prod", "plan.json");
  const output = ["--output", join(folder, "report")];
  const hasPlan = rehearse(folder) && existsSync(plan);
  const verify = hasPlan
    ? { name: "product: every claim about the plan of prod", args: ["verify", "--plan", plan, ...output] }
    : { name: "product: every claim about prod", args: ["verify", "prod", ...output] };
  const environment = { CDKTF_OUTDIR: stacks };
  const product = { ...verify, args: [inProject("dist/cli/main.js"), ...verify.args], environment, exitCodes: [0, 1] };
  const others = [checkov(plan), regopy(plan), opa(plan)];
  const noPlan = "needs a plan: install Terraform or OpenTofu";
  return [product, ...(hasPlan ? others : others.map(({ name }) => ({ name, skipped: noPlan })))];
}

/** Makes the plan of prod without an AWS account, outside of the measurement. */
function rehearse(folder) {
  const args = [inProject("dist/cli/main.js"), "rehearse", "prod", "--keep", join(folder, "kept")];
  const env = { ...process.env, CDKTF_OUTDIR: join(folder, "rehearsed"), CHECKPOINT_DISABLE: "1" };
  return spawnSync(process.execPath, args, { env, stdio: "ignore" }).status === 0;
}

function checkov(plan) {
  const name = `Checkov ${PYTHON_VERSIONS.checkov}: its checks of the plan`;
  const options = ["--framework", "terraform_plan", "--quiet", "--compact", "--skip-download"];
  return hasPythonProgram("checkov")
    ? { name, command: [pythonProgram("checkov"), "--file", plan, ...options], exitCodes: [0, 1] }
    : { name, skipped: HOW_TO_INSTALL };
}

function regopy(plan) {
  const name = `regopy ${PYTHON_VERSIONS.regopy}: five Rego rules on the plan`;
  const program = inProject("benchmarks/peers/evaluate_rego.py");
  return hasPythonProgram("checkov")
    ? { name, command: [pythonProgram("python"), program, POLICY, plan], exitCodes: [0, 1] }
    : { name, skipped: HOW_TO_INSTALL };
}

function opa(plan) {
  const version = versionOf("opa", "version");
  const command = ["opa", "eval", "--data", POLICY, "--input", plan, "data.perimeter.deny"];
  return version === undefined
    ? {
        name: "OPA: the same five rules",
        skipped: "put opa on the PATH: https://www.openpolicyagent.org/docs#1-download-opa",
      }
    : { name: `OPA ${version}: the same five rules`, command };
}

/** @returns {readonly import("../measure.mjs").Variant[]} programs that write the resources of prod */
function generators(folder, prod) {
  const out = (name) => join(folder, `out-${name}`);
  const shipped = (name) => [inProject("benchmarks/apps/shipped.cjs"), out(name), "prod"];
  return [
    { name: "product: Terraform of prod", args: shipped("product") },
    {
      name: "product: Terraform of all three environments, and every claim",
      args: [inProject("dist/main.js")],
      environment: { CDKTF_OUTDIR: out("all") },
    },
    {
      name: "product on cdktn 0.24: Terraform of prod",
      args: ["--require", CDK_TERRAIN, ...shipped("cdktn")],
      environment: QUIET_CDK_TERRAIN,
    },
    ...cdkTwins(folder, prod, out),
    { name: "bare node program: equal JSON of prod", args: [writeBare(folder, { prod }), out("bare"), "prod"] },
  ];
}

function cdkTwins(folder, prod, out) {
  const name = "aws-cdk-lib: CloudFormation of prod";
  if (!existsSync(CDK_LIBRARY)) {
    return [name, `${name}, with cdk-nag`].map((twin) => ({ name: twin, skipped: HOW_TO_INSTALL }));
  }
  const { path, covered, total } = writeCdk(folder, prod);
  const share = `${name}, ${covered} of ${total} resources`;
  const twin = (kind, ...pack) => [path, out(kind), "1", JSON.stringify(FASTEST_CDK), ...pack];
  return [
    { name: share, args: twin("cdk") },
    existsSync(CDK_NAG)
      ? { name: `${share}, and cdk-nag's AwsSolutions`, args: twin("nag", CDK_NAG), exitCodes: [0, 1] }
      : { name: `${share}, with cdk-nag`, skipped: HOW_TO_INSTALL },
  ];
}
