import type { TerraformConfiguration } from "../terraform-configuration";

/** What decides which later input there is. */
export type InputKind = Pick<TerraformConfiguration, "form" | "unanswered">;

/** The way to decide that is another input, in the place that it has among other ways. */
export const laterInput: unique symbol = Symbol("a later input");

/**
 * Ways to decide what an input leaves open, as the end of a sentence: `; set it, verify a plan, or join the state that has it`. Only this
 * function words which input to verify next, because only the kind of the input says it: nothing holds more values than a state.
 *
 * @param ways each in the imperative, with `laterInput` where another input is one of them
 * @returns an empty text without any way
 */
export function waysToDecide(input: InputKind, ...ways: readonly (string | typeof laterInput)[]): string {
  const named = ways.map((way) => (way === laterInput ? nextInput(input) : way)).filter((way) => way !== undefined);
  const [last, ...others] = named.toReversed();
  const before = others.toReversed().map((way) => `${way}, `);
  return last === undefined ? "" : `; ${before.join("")}${before.length === 0 ? "" : "or "}${last}`;
}

/** What to verify in place of an input that leaves values open: it holds more of them. A folder that was planned here had no account. */
function nextInput({ form, unanswered }: InputKind): string | undefined {
  switch (form) {
    case "synthesized":
      return "verify a plan";
    case "plan":
      return unanswered === undefined ? "verify the state after the apply" : "verify a plan of the account";
    case "state":
      return undefined;
  }
}
