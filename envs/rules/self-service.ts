import { type Fault, shown } from "./fault";
import { entriesOf, type Reading, type Rule } from "./reading";

type Known = Reading["known"];

/** AWS names sessions so, and self-service knows people by their sessions. */
const SHORTEST_SESSION_NAME = 2;

function hasSelfService({ access }: Known): boolean {
  return access?.kind === "on" && access.selfService?.kind === "on";
}

function namesOf({ studio }: Known): readonly { readonly index: number; readonly value: string }[] {
  return entriesOf(studio?.userProfiles?.map((profile) => profile?.name));
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
  (hasSelfService(known) ? namesOf(known) : [])
    .filter(({ value }) => value.length < SHORTEST_SESSION_NAME)
    .map(
      ({ index, value }): Fault => ({
        field: `studio.userProfiles[${index}].name`,
        wrong: "is no name of a session, by which self-service knows people",
        got: shown(value),
        todo: `use ${SHORTEST_SESSION_NAME} characters or more`,
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
  notebooksAreOpenedForProfiles,
];
