import { resourceNamePrefix } from "../../prefix";
import { duplicateEntries, indexedEntries, type ValidationRule } from "../issues/partial-environment";
import { formatValue } from "../issues/validation-issue";
import { exemptRolesCovering } from "./operations-rules";

/** The names of a bucket of a team must have at most 63 characters. */
const LONGEST_NAMES = 25;

const teamsAreUnique: ValidationRule = ({ validValues: { studio } }) =>
  duplicateEntries(indexedEntries(studio?.teams), ({ name }) => name).map(({ index, value }) => ({
    field: `studio.teams[${index}].name`,
    problem: "is listed twice",
    got: formatValue(value.name),
    fix: "list every team once",
  }));

const teamNamesFitIntoBucketNames: ValidationRule = ({ validValues: { name = "", studio } }) =>
  indexedEntries(studio?.teams)
    .filter(({ value }) => name.length + (value.name?.length ?? 0) > LONGEST_NAMES)
    .map(({ index, value }) => ({
      field: `studio.teams[${index}].name`,
      problem: `is too long for names of buckets in ${name}`,
      got: formatValue(value.name),
      fix: `use at most ${LONGEST_NAMES - name.length} characters, or a shorter name of the environment`,
    }));

/** Nothing would run as the role of a team without users, so no claim could tell who may use it. */
const teamsHaveUsers: ValidationRule = ({ validValues: { studio } }) =>
  indexedEntries(studio?.teams)
    .filter(({ value }) => !indexedEntries(studio?.userProfiles).some(({ value: { team } }) => team === value.name))
    .map(({ index, value }) => ({
      field: `studio.teams[${index}].name`,
      problem: "has no user profile",
      got: formatValue(value.name),
      fix: "give a profile of studio.userProfiles this team, or remove the team",
    }));

/** A profile without a team would run as the role of the domain, which has no permissions. */
const profilesAreInTeams: ValidationRule = ({ validValues: { studio } }) => {
  const teams = indexedEntries(studio?.teams).map(({ value }) => value.name);
  return indexedEntries(studio?.userProfiles)
    .filter(({ value: { team } }) => (teams.length === 0 ? team !== undefined : !teams.includes(team)))
    .map(({ index, value: { team } }) => ({
      field: `studio.userProfiles[${index}].team`,
      problem: team === undefined ? "is missing, but the environment has teams" : "is no team of the environment",
      got: formatValue(team),
      fix: teams.length === 0 ? "list the team in studio.teams, or remove it" : `use one of ${teams.join(", ")}`,
    }));
};

/** A notebook instance runs as the role of the domain, which no team has. */
const teamsHaveNoNotebookInstance: ValidationRule = ({ validValues: { studio, access } }) =>
  indexedEntries(studio?.teams).length > 0 && access?.kind === "on" && access.notebookInstance !== undefined
    ? [
        {
          field: "access.notebookInstance",
          problem: "runs as the role of the domain, but the environment has teams",
          got: formatValue(access.notebookInstance.user),
          fix: "remove it, or use an environment without teams",
        },
      ]
    : [];

/** As for the role of the domain. */
const exemptRolesAreOfNoTeam: ValidationRule = ({ validValues }) =>
  indexedEntries(validValues.studio?.teams).flatMap(({ value: { name: team } }) =>
    validValues.name === undefined || team === undefined
      ? []
      : exemptRolesCovering(validValues, `role/${resourceNamePrefix(`${validValues.name}-${team}`)}-execution`, team),
  );

/** Rules about teams within an environment. */
export const teamRules: readonly ValidationRule[] = [
  teamsAreUnique,
  teamNamesFitIntoBucketNames,
  teamsHaveUsers,
  profilesAreInTeams,
  teamsHaveNoNotebookInstance,
  exemptRolesAreOfNoTeam,
];
