import { memoize } from "../collections/memoize";
import { topicsOfType } from "../terraform/resource-types";
import { packetFilterTypes } from "../terraform/resource-types/groups/type-groups";
import { everyTopic } from "../terraform/resource-types/resource-type";
import type { Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Unmodeled } from "../verdict/claim";
import { ignoredChanges } from "./arguments/ignored-changes";
import { refusedArgumentGaps } from "./arguments/refused-arguments";
import { unlistedArgumentGaps } from "./arguments/unlisted-arguments";
import { emrGaps } from "./compute/emr-gaps";
import { lambdaGaps } from "./compute/lambda-gaps";
import { contestedSettingGaps } from "./contested-settings";
import { dataSourceGaps } from "./data-source-gaps";
import { exclusiveAttachmentGaps } from "./exclusive-attachments";
import { guessGaps } from "./guessed-values";
import { type GapTopic, type ModelGap, modelGap } from "./model-gap";
import { otherRoleGaps } from "./other-roles";
import { overwrittenParameterGaps } from "./overwritten-parameters";
import { foreignPartyGaps } from "./parties/foreign-parties";
import { partlyModeledGaps } from "./parts/partly-modeled-types";
import { unlistedTypeGaps } from "./unlisted-types";
import { unresolvedParents } from "./unresolved-parents";

/** Everything in a configuration that no model reads. */
export const modelGaps: (configuration: TerraformConfiguration) => readonly ModelGap[] = memoize((configuration) => {
  const unread = (configuration.unreadParts ?? []).map(({ address, text, type, isRead, provisionerOf }): ModelGap => {
    const unmodeled = provisionerOf === undefined ? {} : { unmodeled: provisionerOfType(provisionerOf) };
    return { topics: topicsOfPart(type, isRead), evidence: { text, addresses: [address], ...unmodeled } };
  });
  return [
    ...unread,
    ...guessGaps(configuration),
    ...configuration.resources.flatMap((resource) => [
      ...unresolvedParents(configuration, resource),
      ...provisionerGaps(resource),
      ...unlistedTypeGaps(resource),
      ...partlyModeledGaps(configuration, resource),
      ...dataSourceGaps(configuration, resource),
      ...unlistedArgumentGaps(configuration, resource),
      ...refusedArgumentGaps(configuration, resource),
      ...ignoredChanges(resource),
      ...foreignPartyGaps(configuration, resource),
    ]),
    ...contestedSettingGaps(configuration),
    ...exclusiveAttachmentGaps(configuration),
    ...lambdaGaps(configuration),
    ...emrGaps(configuration),
    ...otherRoleGaps(configuration),
    ...overwrittenParameterGaps(configuration),
  ];
});

/**
 * Topics of the claims that read resources of a topic. A type lists what its arguments affect that no model reads; a part that is not
 * known may also hold arguments that models read, such as policies of roles, from which claims about data are decided.
 */
const topicsReading: Readonly<Record<GapTopic, readonly GapTopic[]>> = {
  // Which VPCs and endpoints are inside the perimeter, and so what has to be logged and from where data may be read.
  network: everyTopic,
  names: ["names", "network"],
  firewall: ["firewall", "network", "names"],
  data: ["data", "identities", "operations"],
  identities: ["identities", "data", "operations"],
  operations: ["operations", "identities"],
};

/** Which packets pass decides no more than claims about packets, and who can send them. */
const topicsReadingFilters: readonly GapTopic[] = ["network", "identities"];

/**
 * What a part of a resource of the type can affect.
 *
 * @param isRead whether models read its arguments. @default - they may be anything
 */
function topicsOfPart(type: string | undefined, isRead = false): readonly GapTopic[] {
  if (type !== undefined && packetFilterTypes.has(type)) {
    return topicsReadingFilters;
  }
  const topics = type === undefined ? everyTopic : topicsOfType(type);
  return isRead ? topics : [...new Set(topics.flatMap((topic) => topicsReading[topic]))];
}

/**
 * Resources with provisioners. A program may do anything with the credentials of Terraform, so that only a person can say that it does not
 * touch the perimeter.
 */
function provisionerGaps(resource: Resource): readonly ModelGap[] {
  const { address, type, values } = resource;
  const text = `${address} has a provisioner, which can run any command`;
  return values.provisioner === undefined ? [] : [modelGap(everyTopic, text, resource, provisionerOfType(type))];
}

/** How a posture names the provisioners of a type. */
function provisionerOfType(type: string): Unmodeled {
  return { type, argument: "provisioner" };
}
