import { LONGEST_PEOPLE_BYTES, listedPeople, type SelfServicePerson } from "../../constructs/self-service-people";
import { type Fault, shown } from "./fault";
import { entriesOf, type Reading, type Rule, repeated } from "./reading";

type Known = Reading["known"];

/** AWS names sessions so, and self-service knows people by their sessions. */
const SHORTEST_SESSION_NAME = 2;

function hasSelfService({ access }: Known): boolean {
  return access?.kind === "on" && access.selfService?.kind === "on";
}

function namesOf({ studio }: Known): readonly { readonly index: number; readonly value: string }[] {
  return entriesOf(studio?.userProfiles?.map((profile) => profile?.name));
}

/** Everybody with a profile, by the name of his sessions. */
function peopleOf({ studio }: Known): readonly { readonly index: number; readonly value: string }[] {
  return entriesOf(studio?.userProfiles?.map((profile) => profile?.sessionName ?? profile?.name));
}

/** Profiles that are listed twice are told so already. */
const sessionsAreOfOnePerson: Rule = ({ known: { studio } }) => {
  const profiles = entriesOf(studio?.userProfiles);
  const twice = repeated(profiles, ({ name }) => name).map(({ index }) => index);
  return repeated(profiles, ({ sessionName, name }) => sessionName ?? name)
    .filter(({ index }) => !twice.includes(index))
    .map(({ index, value: { sessionName, name } }) => ({
      field: `studio.userProfiles[${index}].${sessionName === undefined ? "name" : "sessionName"}`,
      wrong: "names the sessions of somebody listed before",
      got: shown(sessionName ?? name),
      todo: "give every user a name of his own",
    }));
};

const peopleFitIntoTheFunction: Rule = ({ known }) => {
  const people = hasSelfService(known) ? servedPeople(known) : [];
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

function servedPeople({ studio, access }: Known): readonly SelfServicePerson[] {
  const owner = access?.kind === "on" ? access.notebookInstance?.user : undefined;
  return entriesOf(studio?.userProfiles).flatMap(({ value: { name, sessionName } }) =>
    name === undefined
      ? []
      : [{ name: sessionName ?? name, userProfile: name, ...(name === owner ? { notebookInstance: name } : {}) }],
  );
}

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
  (hasSelfService(known) ? peopleOf(known) : [])
    .filter(({ value }) => value.length < SHORTEST_SESSION_NAME)
    .map(
      ({ index, value }): Fault => ({
        field: `studio.userProfiles[${index}].name`,
        wrong: "is no name of a session, by which self-service knows people",
        got: shown(value),
        todo: `use ${SHORTEST_SESSION_NAME} characters or more, or set sessionName`,
      }),
    );

const notebooksAreOpenedForProfiles: Rule = ({ known }) => {
  const user = known.access?.kind === "on" ? known.access.notebookInstance?.user : undefined;
  return user !== undefined && hasSelfService(known) && !namesOf(known).some(({ value }) => value === user)
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
