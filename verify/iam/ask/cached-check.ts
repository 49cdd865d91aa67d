import { memoize, memoizeByKey } from "../../collections/memoize";
import type { Findings } from "../../verdict/findings";
import type { EndpointWithPolicy } from "../attachments/endpoint-with-policy";
import type { RoleWithPolicies } from "../attachments/role-with-policies";
import { isAnswerCacheEnabled } from "./answer-cache";
import type { AskedModel } from "./ask";
import { idOfText, namesOf, plainData } from "./content-ids";
import type { NamedResource } from "./resources";

/** A check of one role, bucket or key. */
type Check<Item, Facts> = (model: AskedModel, item: Item, facts: Facts) => Findings;

/** Capacity of the cache of one check: the roles and resources of a dozen configurations. */
const maxCachedFindings = 200;

/**
 * A check whose findings are cached by the content of its item, policies included: the two sides of a change, and similar environments,
 * share them.
 *
 * @param check a pure function of the module, which captures nothing of a configuration. Of the model it may read the names of the
 * account and the endpoints, but resolve no text: what a text stands for belongs to the facts
 * @returns the check; its facts must be plain data
 */
export function cachedCheck<Item extends RoleWithPolicies | NamedResource, Facts extends object>(
  check: Check<Item, Facts>,
): Check<Item, Facts> {
  const kept = memoizeByKey(keyOf, check, maxCachedFindings);
  return (...all) => (isAnswerCacheEnabled() ? kept : check)(...all);
}

function keyOf(model: AskedModel, item: RoleWithPolicies | NamedResource, facts: object): string {
  const names = JSON.stringify(namesOf(model.text));
  return `${idOfItem(item)} ${idOfEndpoints(model.endpoints)} ${idOfFacts(facts)} ${names}`;
}

/** The facts of a check that reads nothing else. */
export const noFacts: object = {};

/** A check that takes a bucket or key as a named resource reads nothing else of it. */
const idOfItem = memoize((item: RoleWithPolicies | NamedResource) =>
  idOfContent("trustPolicies" in item ? item : { address: item.address, arn: item.arn, policies: item.policies }),
);

const idOfEndpoints = memoize((endpoints: readonly EndpointWithPolicy[]) => idOfContent(endpoints));

const idOfFacts = memoize((facts: object) => idOfContent(facts));

function idOfContent(content: object): number {
  return idOfText(JSON.stringify(content, plainData));
}
