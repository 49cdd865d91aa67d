import { LONGEST_PEOPLE_BYTES, listedPeople, servedPeople, sessionOf } from "../../../constructs/studio/profile-owners";
import { prefixOf } from "../../prefix";
import { type Fault, shown } from "../faults/fault";
import { entriesOf, type Reading, type Rule, repeated } from "../faults/partial-environment";

type Known = Reading["known"];

/** AWS names sessions so, and self-service knows people by their sessions. */
const SHORTEST_SESSION_NAME = 2;

function hasSelfService({ access }: Known): boolean {
  return access?.kind === "on" && access.selfService?.kind === "on";
}

function notebookUserOf({ access }: Known): string | undefined {
  return access?.kind === "on" ? access.notebookInstance?.user : undefined;
}

/** Profiles that are listed twice are told so already. */
const sessionsAreOfOnePerson: Rule = ({ known: { studio } }) => {
  const profiles = entriesOf(studio?.userProfiles);
  const twice = repeated(profiles, ({ name }) => name).map(({ index }) => index);
  return repeated(profiles, sessionOf)
    .filter(({ index }) => !twice.includes(index))
    .map(({ index, value }) => ({
      field: `studio.userProfiles[${index}].${value.sessionName === undefined ? "name" : "sessionName"}`,
      wrong: "names the sessions of somebody listed before",
      got: shown(sessionOf(value)),
      todo: "give every user a name of his own",
    }));
};

const peopleFitIntoTheFunction: Rule = ({ known }) => {
  if (!hasSelfService(known) || known.name === undefined) {
    return [];
  }
  const profiles = entriesOf(known.studio?.userProfiles).flatMap(({ value: { name, sessionName } }) =>
    name === undefined ? [] : [{ name, sessionName }],
  );
  const people = servedPeople(prefixOf(known.name), profiles, notebookUserOf(known));
  const bytes = Buffer.byteLength(listedPeople(people));
  return bytes <= LONGEST_PEOPLE_BYTES
    ? []
    : [
        {
          field: "studio.userProfiles",
          wrong: `needs ${bytes} bytes for sessions that are not named after their profiles, of ${LONGEST_PEOPLE_BYTES} that self-service has`,
          got: `${people.length} profiles`,
          todo: "name profiles after sessions, or give some people an environment of their own",
        },
      ];
};

const somebodyIsServed: Rule = ({ known }) =>
  hasSelfService(known) && known.studio?.userProfiles?.length === 0
    ? [
        {
          field: "access.selfService.kind",
          wrong: "serves nobody without a user profile",
          got: shown("on"),
          todo: 'list people in studio.userProfiles, or set it to "off"',
        },
      ]
    : [];

const peopleCanNameSessions: Rule = ({ known }) =>
  (hasSelfService(known) ? entriesOf(known.studio?.userProfiles) : [])
    .map(({ index, value }) => ({ index, session: sessionOf(value) }))
    .filter(({ session }) => session !== undefined && session.length < SHORTEST_SESSION_NAME)
    .map(
      ({ index, session }): Fault => ({
        field: `studio.userProfiles[${index}].name`,
        wrong: "is no name of a session, by which self-service knows people",
        got: shown(session),
        todo: `use ${SHORTEST_SESSION_NAME} characters or more, or set sessionName`,
      }),
    );

const notebooksAreOpenedForProfiles: Rule = ({ known }) => {
  const user = notebookUserOf(known);
  return user !== undefined &&
    hasSelfService(known) &&
    !entriesOf(known.studio?.userProfiles).some(({ value }) => value.name === user)
    ? [
        {
          field: "access.notebookInstance.user",
          wrong: "has no user profile, by which self-service knows people",
          got: shown(user),
          todo: "list the user in studio.userProfiles",
        },
      ]
    : [];
};

/** Rules about who is served by self-service. */
export const selfServiceRules: readonly Rule[] = [
  somebodyIsServed,
  peopleCanNameSessions,
  sessionsAreOfOnePerson,
  peopleFitIntoTheFunction,
  notebooksAreOpenedForProfiles,
];
