import { groupBy } from "../../verify/collections/group-by";
import { ownEntry } from "../../verify/collections/own-entry";
import type { IgnoredChange } from "../model/ignored-changes";
import { printablePair } from "../model/printable-value";
import { createDifference, type ReviewDifference } from "../model/review-difference";

/** What applies an ignored change, by type of resource. */
const remedies: Readonly<Record<string, (address: string, stack: string, it: string) => string>> = {
  aws_sagemaker_domain: (_, stack, it) =>
    `SageMaker UpdateDomain applies ${it}: studio-perimeter apply-domain-settings ${stack}`,
  aws_instance: (address, _, it) => `a new instance has ${it}: terraform apply -replace=${address}`,
};

/** One difference for each resource. Terraform would call the change applied, so somebody must know that it is not. */
export function ignoredChangeDifferences(
  changes: readonly IgnoredChange[],
  stack: string,
): readonly ReviewDifference[] {
  return [...groupBy(changes, ({ address }) => address).values()].map((group) => {
    const [{ address = "" } = {}] = group;
    const details = group.map(placeText);
    const what = details.length === 1 ? `the change of ${details[0]}` : `${details.length} changes`;
    const text = `${address}: Terraform ignores ${what}; ${remedyText(group, stack)}`;
    const difference = createDifference("unclear", text, [address]);
    return details.length === 1 ? difference : { ...difference, details };
  });
}

function remedyText([first, ...others]: readonly IgnoredChange[], stack: string): string {
  const it = others.length === 0 ? "it" : "them";
  const remedy = first && ownEntry(remedies, first.type)?.(first.address, stack, it);
  return remedy ?? `change ${it} in AWS, or replace the resource`;
}

function placeText({ place, before, after }: IgnoredChange): string {
  const [one, other] = printablePair(place, before, after);
  const [from, to] = [before === undefined ? "unset" : one, after === undefined ? "unset" : other];
  return `${place} from ${from} to ${to}`;
}
