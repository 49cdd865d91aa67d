import { Testing } from "cdktf";
import { parseEnvironments } from "../../../envs/faults";
import { staging } from "../../../envs/staging";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { TODAY } from "../../envs/sample-environment";

/** Ways in beside each other: a machine, a corporate network and a notebook instance. */
const access = {
  kind: "on",
  selfService: { kind: "on", endUsers: { kind: "iam-users" } },
  notebookInstance: { user: "data-scientist" },
  client: { kind: "ssm" },
  attachment: { kind: "transit-gateway", id: "tgw-0123456789abcdef0", cidrs: ["10.100.0.0/16"] },
};

/** The Terraform text of staging with every way in that has no price in safety. */
export function openStagingText(): string {
  const parsed = parseEnvironments([{ ...staging, access }], TODAY);
  const [environment] = parsed.kind === "faulty" ? [] : parsed.environments;
  if (environment === undefined) {
    throw new Error(`open staging: is no environment, got ${JSON.stringify(parsed)}; see the schema`);
  }
  return Testing.synth(new PerimeterStack(Testing.app(), "staging", { environment }), true);
}
