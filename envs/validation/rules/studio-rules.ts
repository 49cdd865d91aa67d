import type { Environment } from "../../schema/environment";
import { type Fault, shown } from "../faults/fault";
import { entriesOf, type Rule, repeated } from "../faults/partial-environment";

/** A fault for each pair of which the first number exceeds the second. */
function descending<Field extends string>(
  object: string,
  numbers: Readonly<Partial<Record<Field, number>>> | undefined,
  pairs: readonly (readonly [lower: Field, upper: Field])[],
): readonly Fault[] {
  return pairs.flatMap(([lower, upper]) => {
    const [low, high] = [numbers?.[lower], numbers?.[upper]];
    return low === undefined || high === undefined || low <= high
      ? []
      : [
          {
            field: `${object}.${lower}`,
            wrong: `is above ${upper} (${high})`,
            got: shown(low),
            todo: `use ${high} or less, or raise ${upper}`,
          },
        ];
  });
}

const idleTimeoutsAscend: Rule = ({ known: { studio } }) =>
  descending("studio.idleShutdown", studio?.idleShutdown, [
    ["minMinutes", "maxMinutes"],
    ["minMinutes", "defaultMinutes"],
    ["defaultMinutes", "maxMinutes"],
  ]);

const spaceSizesAscend: Rule = ({ known: { studio } }) =>
  descending("studio.spaceStorage", studio?.spaceStorage, [["defaultGb", "maxGb"]]);

const profilesAreListedOnce: Rule = ({ known: { studio } }) =>
  repeated(entriesOf(studio?.userProfiles), ({ name }) => name).map(({ index, value }) => ({
    field: `studio.userProfiles[${index}].name`,
    wrong: "is listed twice",
    got: shown(value.name),
    todo: "list every user once",
  }));

/** What is wrong with a profile's user in IAM Identity Center, by how users sign in. */
const SSO_USER: Readonly<
  Record<
    Environment["studio"]["authMode"],
    { readonly holds: (user: string | undefined) => boolean; readonly wrong: string; readonly todo: string }
  >
> = {
  IAM: {
    holds: (user) => user !== undefined,
    wrong: "is of IAM Identity Center, where users sign in with IAM",
    todo: 'remove it, or set studio.authMode to "SSO"',
  },
  SSO: {
    holds: (user) => user === undefined,
    wrong: "is missing, where users sign in through IAM Identity Center",
    todo: "set it to the user's name there",
  },
};

const profilesFitTheSignIn: Rule = ({ known: { studio } }) => {
  const refusal = studio?.authMode && SSO_USER[studio.authMode];
  return refusal === undefined
    ? []
    : entriesOf(studio?.userProfiles)
        .filter(({ value }) => refusal.holds(value.ssoUserName))
        .map(({ index, value }) => ({
          field: `studio.userProfiles[${index}].ssoUserName`,
          wrong: refusal.wrong,
          got: shown(value.ssoUserName),
          todo: refusal.todo,
        }));
};

const profilesKeepTheIdleRange: Rule = ({ known: { studio } }) => {
  const { minMinutes, maxMinutes } = studio?.idleShutdown ?? {};
  return entriesOf(studio?.userProfiles).flatMap(({ index, value: { idleTimeoutMinutes: minutes } }) =>
    minutes === undefined ||
    minMinutes === undefined ||
    maxMinutes === undefined ||
    (minMinutes <= minutes && minutes <= maxMinutes)
      ? []
      : [
          {
            field: `studio.userProfiles[${index}].idleTimeoutMinutes`,
            wrong: "is outside the range of studio.idleShutdown",
            got: shown(minutes),
            todo: `use ${minMinutes} to ${maxMinutes}`,
          },
        ],
  );
};

const profilesHoldNewSpaces: Rule = ({ known: { studio } }) => {
  const defaultGb = studio?.spaceStorage?.defaultGb;
  return entriesOf(studio?.userProfiles).flatMap(({ index, value: { maxStorageGb } }) =>
    maxStorageGb === undefined || defaultGb === undefined || maxStorageGb >= defaultGb
      ? []
      : [
          {
            field: `studio.userProfiles[${index}].maxStorageGb`,
            wrong: "is below the size of a new space",
            got: shown(maxStorageGb),
            todo: `use ${defaultGb} or more`,
          },
        ],
  );
};

const usersCoverTheProfiles: Rule = ({ known: { studio } }) => {
  const profiles = studio?.userProfiles?.length ?? 0;
  return studio?.users === undefined || studio.users >= profiles
    ? []
    : [
        {
          field: "studio.users",
          wrong: `is less than the ${profiles} user profiles`,
          got: shown(studio.users),
          todo: `use ${profiles} or more`,
        },
      ];
};

/** Rules about the Studio domain and its users. */
export const studioRules: readonly Rule[] = [
  idleTimeoutsAscend,
  spaceSizesAscend,
  profilesAreListedOnce,
  profilesFitTheSignIn,
  profilesKeepTheIdleRange,
  profilesHoldNewSpaces,
  usersCoverTheProfiles,
];
