import { X509Certificate } from "node:crypto";
import type { Environment } from "../../schema/environment";
import { duplicateEntries, indexedEntries, type ValidationRule } from "../issues/partial-environment";
import { formatValue, type ValidationIssue } from "../issues/validation-issue";

/** An issue for each pair in which the lower limit exceeds the upper one. */
function descendingPairIssues<Field extends string>(
  object: string,
  numbers: Readonly<Partial<Record<Field, number>>> | undefined,
  pairs: readonly (readonly [lower: Field, upper: Field])[],
): readonly ValidationIssue[] {
  return pairs.flatMap(([lower, upper]) => {
    const [low, high] = [numbers?.[lower], numbers?.[upper]];
    return low === undefined || high === undefined || low <= high
      ? []
      : [
          {
            field: `${object}.${lower}`,
            problem: `is above ${upper} (${high})`,
            got: formatValue(low),
            fix: `use ${high} or less, or raise ${upper}`,
          },
        ];
  });
}

const idleTimeoutsAreOrdered: ValidationRule = ({ validValues: { studio } }) =>
  descendingPairIssues("studio.idleShutdown", studio?.idleShutdown, [
    ["minMinutes", "maxMinutes"],
    ["minMinutes", "defaultMinutes"],
    ["defaultMinutes", "maxMinutes"],
  ]);

const spaceSizesAreOrdered: ValidationRule = ({ validValues: { studio } }) =>
  descendingPairIssues("studio.spaceStorage", studio?.spaceStorage, [["defaultGb", "maxGb"]]);

const profilesAreUnique: ValidationRule = ({ validValues: { studio } }) =>
  duplicateEntries(indexedEntries(studio?.userProfiles), ({ name }) => name).map(({ index, value }) => ({
    field: `studio.userProfiles[${index}].name`,
    problem: "is listed twice",
    got: formatValue(value.name),
    fix: "list every user once",
  }));

/** Whether a profile may or must name an IAM Identity Center user, by sign-in mode. */
const SSO_USER_RULES: Readonly<
  Record<
    Environment["studio"]["authMode"],
    { readonly isViolated: (user: string | undefined) => boolean; readonly problem: string; readonly fix: string }
  >
> = {
  IAM: {
    isViolated: (user) => user !== undefined,
    problem: "is an IAM Identity Center user, but users sign in with IAM",
    fix: 'remove it, or set studio.authMode to "SSO"',
  },
  SSO: {
    isViolated: (user) => user === undefined,
    problem: "is missing, but users sign in through IAM Identity Center",
    fix: "set it to the user name in IAM Identity Center",
  },
};

const profilesMatchAuthMode: ValidationRule = ({ validValues: { studio } }) => {
  const rule = studio?.authMode && SSO_USER_RULES[studio.authMode];
  return rule === undefined
    ? []
    : indexedEntries(studio?.userProfiles)
        .filter(({ value }) => rule.isViolated(value.ssoUserName))
        .map(({ index, value }) => ({
          field: `studio.userProfiles[${index}].ssoUserName`,
          problem: rule.problem,
          got: formatValue(value.ssoUserName),
          fix: rule.fix,
        }));
};

const profileIdleTimeoutsAreInRange: ValidationRule = ({ validValues: { studio } }) => {
  const { minMinutes, maxMinutes } = studio?.idleShutdown ?? {};
  return indexedEntries(studio?.userProfiles).flatMap(({ index, value: { idleTimeoutMinutes: minutes } }) =>
    minutes === undefined ||
    minMinutes === undefined ||
    maxMinutes === undefined ||
    (minMinutes <= minutes && minutes <= maxMinutes)
      ? []
      : [
          {
            field: `studio.userProfiles[${index}].idleTimeoutMinutes`,
            problem: "is outside the range of studio.idleShutdown",
            got: formatValue(minutes),
            fix: `use ${minMinutes} to ${maxMinutes}`,
          },
        ],
  );
};

const profileStorageFitsNewSpaces: ValidationRule = ({ validValues: { studio } }) => {
  const defaultGb = studio?.spaceStorage?.defaultGb;
  return indexedEntries(studio?.userProfiles).flatMap(({ index, value: { maxStorageGb } }) =>
    maxStorageGb === undefined || defaultGb === undefined || maxStorageGb >= defaultGb
      ? []
      : [
          {
            field: `studio.userProfiles[${index}].maxStorageGb`,
            problem: "is below the size of a new space",
            got: formatValue(maxStorageGb),
            fix: `use ${defaultGb} or more`,
          },
        ],
  );
};

const userCountCoversProfiles: ValidationRule = ({ validValues: { studio } }) => {
  const profiles = studio?.userProfiles?.length ?? 0;
  return studio?.users === undefined || studio.users >= profiles
    ? []
    : [
        {
          field: "studio.users",
          problem: `is less than the ${profiles} user profiles`,
          got: formatValue(studio.users),
          fix: `use ${profiles} or more`,
        },
      ];
};

/** Clients accept only certificates that an authority signed. */
const trustedAuthorityIsAuthority: ValidationRule = ({ validValues: { studio } }) => {
  const problem = studio?.trustedAuthority === undefined ? undefined : authorityProblem(studio.trustedAuthority);
  return problem === undefined
    ? []
    : [
        {
          field: "studio.trustedAuthority",
          problem,
          got: "a certificate",
          fix: "use the certificate that was imported into ACM as authority, with basicConstraints CA:TRUE",
        },
      ];
};

function authorityProblem(certificate: string): string | undefined {
  try {
    return new X509Certificate(certificate).ca ? undefined : "is not the certificate of an authority";
  } catch {
    return "cannot be read as a certificate";
  }
}

/** Rules about the Studio domain and its users. */
export const studioRules: readonly ValidationRule[] = [
  idleTimeoutsAreOrdered,
  spaceSizesAreOrdered,
  profilesAreUnique,
  profilesMatchAuthMode,
  profileIdleTimeoutsAreInRange,
  profileStorageFitsNewSpaces,
  userCountCoversProfiles,
  trustedAuthorityIsAuthority,
];
