const user = "an IAM user reads and sends everywhere";
const group = "the members of a group read and send everywhere";

/** Phrases of each claim that evaluates IAM users as it evaluates roles. */
export const usersAsRoles: Readonly<Record<string, readonly string[]>> = {
  "IAM users of the stack": [user],
  "members of its groups": [group],
  "evaluated as its roles are": [user, group],
};
