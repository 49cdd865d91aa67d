import type { TerraformConfiguration } from "../terraform-configuration";

/** What to verify in place of an input that leaves values open: it holds more of them. A folder that was planned here had no account. */
export function laterInput({ form, unanswered }: Pick<TerraformConfiguration, "form" | "unanswered">): string {
  if (form === "synthesized") {
    return "verify a plan";
  }
  return unanswered === undefined ? "verify the state after the apply" : "verify a plan of the account";
}
