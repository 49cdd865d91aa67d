import { at, editStatement, type Mutant, open, type Stack, set } from "./mutant";

const urls = "aws_iam_policy.permissions_studio";
const presign = "aws_iam_role.access_self_service_url_presign_role";
const allProfiles = "arn:aws:sagemaker:*:*:user-profile/*";

/** Lets the execution role open whatever profile the condition tells. */
function openBy(Condition: Record<string, Record<string, unknown>>): (stack: Stack) => void {
  return (stack) =>
    editStatement(stack, urls, "OpenStudioAsOneself", (statement) => {
      statement.Resource = allProfiles;
      statement.Condition = Condition;
    });
}

function byTag(tag: string, value: string): (stack: Stack) => void {
  return openBy({ StringEquals: { [`sagemaker:ResourceTag/${tag}`]: value } });
}

function editTrust(change: (document: { Statement: Record<string, unknown>[] }) => void): (stack: Stack) => void {
  return (stack) => {
    const document = JSON.parse(String(at(stack, presign).assume_role_policy));
    change(document);
    set(stack, presign, { assume_role_policy: JSON.stringify(document) });
  };
}

const turns = ["user-gets-only-own-url"];

/** Ways to write "the caller's own" that mean everybody's. */
export const personMutants: readonly Mutant[] = [
  {
    name: "URLs are everybody's who shares a tag that the provider puts on everything",
    environments: ["staging"],
    edit: byTag("Environment", "$${aws:PrincipalTag/Environment}"),
    turns,
  },
  {
    name: "URLs are everybody's who shares a tag of the role",
    environments: ["dev"],
    edit: (stack) => {
      set(stack, "aws_iam_role.execution_role_role", { tags: { StudioUserId: "ada" } });
      byTag("studiouserid", "$${aws:PrincipalTag/studiouserid}")(stack);
    },
    turns,
  },
  {
    name: "whoever has no tag opens the profile of one engineer",
    environments: ["staging"],
    edit: byTag("studiouserid", "$${aws:PrincipalTag/studiouserid, 'ml-engineer'}"),
    turns,
  },
  {
    name: "whoever has no profile opens that of one engineer",
    environments: ["staging"],
    edit: (stack) =>
      editStatement(stack, urls, "OpenStudioAsOneself", (statement) => {
        statement.Resource = "arn:aws:sagemaker:*:*:user-profile/d-1/$${sagemaker:UserProfileName, 'ml-engineer'}";
      }),
    turns,
  },
  {
    name: "two profiles carry one person's tag",
    environments: [...open],
    edit: (stack) =>
      set(stack, "aws_sagemaker_user_profile.studio_profile_ml_engineer", { tags: { studiouserid: "data-scientist" } }),
    turns,
  },
  {
    name: "whoever opens for others chooses the tag, and nothing shows for whom",
    environments: open,
    edit: editTrust(({ Statement }) => {
      for (const statement of Statement) {
        delete statement.Condition;
      }
    }),
    turns,
  },
];
