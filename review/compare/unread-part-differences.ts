import type { TerraformConfiguration, UnreadPart } from "../../verify/terraform/terraform-configuration";
import { addedAndRemoved, createDifference, type ReviewDifference } from "../model/review-difference";

/**
 * Parts that could not be read and that only one side has, such as files in HCL: one item each. What a part holds, or held, is not
 * known, so its absence may allow something, too. What happens to claims is said besides: no item stands for the verdict of a claim.
 *
 * @param others differences that may say the same of what a part holds
 * @returns the items, and the other differences without those that the items replace
 */
export function withUnreadParts(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
  others: readonly ReviewDifference[],
): readonly ReviewDifference[] {
  const [partsBefore, partsAfter] = [before.unreadParts ?? [], after.unreadParts ?? []];
  const { added, removed } = addedAndRemoved(partsBefore, partsAfter, ({ text }) => text);
  const texts = new Set([...added, ...removed].map(({ text }) => text));
  const isReplaced = ({ text, details = [], claims }: ReviewDifference): boolean =>
    claims === undefined &&
    (texts.has(text.replace(/^(?:New|Removed): /, "")) ||
      (details.length > 0 && details.every((detail) => texts.has(detail))));
  const replaced = others.filter(isReplaced);
  const item = ({ address, text }: UnreadPart, change: string): ReviewDifference => ({
    ...createDifference("unclear", `${text}: ${change}`, [address]),
    details: replaced.filter(({ details = [] }) => details.includes(text)).map((one) => one.text),
  });
  return [
    ...added.map((part) => item(part, "this part is new, so what it allows is not known")),
    ...removed.map((part) => item(part, "this part is gone, and what it allowed or refused is not known")),
    ...others.filter((difference) => !isReplaced(difference)),
  ];
}
