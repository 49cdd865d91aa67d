import {
  explicitUsersJson,
  MAX_USERS_BYTES,
  selfServiceUsers,
  sessionNameOf,
} from "../../../constructs/studio/self-service-users";
import { resourceNamePrefix } from "../../prefix";
import {
  duplicateEntries,
  indexedEntries,
  type PartialEnvironment,
  type ValidationRule,
} from "../issues/partial-environment";
import { formatValue, type ValidationIssue } from "../issues/validation-issue";

type ValidValues = PartialEnvironment["validValues"];

/** AWS requires it of session names, which identify the users of self-service. */
const MIN_SESSION_NAME_CHARACTERS = 2;

function hasSelfService({ access }: ValidValues): boolean {
  return access?.kind === "on" && access.selfService?.kind === "on";
}

function notebookUserOf({ access }: ValidValues): string | undefined {
  return access?.kind === "on" ? access.notebookInstance?.user : undefined;
}

/** Another rule reports profiles that are listed twice. */
const sessionNamesAreUnique: ValidationRule = ({ validValues: { studio } }) => {
  const profiles = indexedEntries(studio?.userProfiles);
  const twice = duplicateEntries(profiles, ({ name }) => name).map(({ index }) => index);
  return duplicateEntries(profiles, sessionNameOf)
    .filter(({ index }) => !twice.includes(index))
    .map(({ index, value }) => ({
      field: `studio.userProfiles[${index}].${value.sessionName === undefined ? "name" : "sessionName"}`,
      problem: "is the session name of an earlier profile",
      got: formatValue(sessionNameOf(value)),
      fix: "give every user a different name",
    }));
};

const usersFitInLambdaVariables: ValidationRule = ({ validValues }) => {
  if (!hasSelfService(validValues) || validValues.name === undefined) {
    return [];
  }
  const profiles = indexedEntries(validValues.studio?.userProfiles).flatMap(({ value: { name, sessionName } }) =>
    name === undefined ? [] : [{ name, sessionName }],
  );
  const people = selfServiceUsers(resourceNamePrefix(validValues.name), profiles, notebookUserOf(validValues));
  const bytes = Buffer.byteLength(explicitUsersJson(people));
  return bytes <= MAX_USERS_BYTES
    ? []
    : [
        {
          field: "studio.userProfiles",
          problem: `needs ${bytes} bytes for session names that differ from profile names, but there are only ${MAX_USERS_BYTES} bytes`,
          got: `${people.length} profiles`,
          fix: "use session names as profile names, or move some users to another environment",
        },
      ];
};

const selfServiceHasUsers: ValidationRule = ({ validValues }) =>
  hasSelfService(validValues) && validValues.studio?.userProfiles?.length === 0
    ? [
        {
          field: "access.selfService.kind",
          problem: "has no users, because there is no user profile",
          got: formatValue("on"),
          fix: 'list users in studio.userProfiles, or set it to "off"',
        },
      ]
    : [];

const userNamesAreSessionNames: ValidationRule = ({ validValues }) =>
  (hasSelfService(validValues) ? indexedEntries(validValues.studio?.userProfiles) : [])
    .map(({ index, value }) => ({ index, session: sessionNameOf(value) }))
    .filter(({ session }) => session !== undefined && session.length < MIN_SESSION_NAME_CHARACTERS)
    .map(
      ({ index, session }): ValidationIssue => ({
        field: `studio.userProfiles[${index}].name`,
        problem: "is too short for a session name, which identifies users of self-service",
        got: formatValue(session),
        fix: `use ${MIN_SESSION_NAME_CHARACTERS} characters or more, or set sessionName`,
      }),
    );

const notebookUserHasProfile: ValidationRule = ({ validValues }) => {
  const user = notebookUserOf(validValues);
  return user !== undefined &&
    hasSelfService(validValues) &&
    !indexedEntries(validValues.studio?.userProfiles).some(({ value }) => value.name === user)
    ? [
        {
          field: "access.notebookInstance.user",
          problem: "has no user profile",
          got: formatValue(user),
          fix: "list the user in studio.userProfiles",
        },
      ]
    : [];
};

/** Rules about the users of self-service. */
export const selfServiceRules: readonly ValidationRule[] = [
  selfServiceHasUsers,
  userNamesAreSessionNames,
  sessionNamesAreUnique,
  usersFitInLambdaVariables,
  notebookUserHasProfile,
];
