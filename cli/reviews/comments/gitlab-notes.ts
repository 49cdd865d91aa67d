import { isJsonObject, type Json } from "../../../verify/terraform/terraform-configuration";
import { isRefusedToken, sendWithToken, shownReply, type TokenReply } from "../../shared/token-requests";
import type { CommentPlace, KnownComment } from "./keep-comments";

/** A merge request of GitLab. */
export interface MergeRequest {
  /** Path with its groups, as in `example/security/perimeter`. */
  readonly project: string;
  readonly number: string;
}

/** Where the API of GitLab is, and who calls it. */
export interface GitlabAccess {
  /** As in the variable `CI_API_V4_URL`: `https://gitlab.example.com/api/v4`. */
  readonly url: URL;
  /** An access token with the scope `api`. */
  readonly token: string;
}

/** Notes of one page. GitLab allows at most 100. */
const PAGE_SIZE = 100;
/** A merge request with more notes than this is not one that people review. */
const MAXIMUM_PAGES = 1000;

/**
 * Notes of a merge request, by the API of GitLab. Only notes of the token's own user are listed.
 *
 * @see https://docs.gitlab.com/api/notes/#merge-requests
 */
export function gitlabNotes({ project, number }: MergeRequest, access: GitlabAccess): CommentPlace {
  const notes = `projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
  return {
    list: async () => {
      const { json: user } = await callGitlab(access, "GET", "user");
      const author = isJsonObject(user) ? user.id : undefined;
      if (typeof author !== "number") {
        throw new Error("GET user: no id of the user in the answer of GitLab; check CI_API_V4_URL");
      }
      const found: KnownComment[] = [];
      for (let page = 1; page <= MAXIMUM_PAGES; page++) {
        const query = `?per_page=${PAGE_SIZE}&page=${page}&sort=asc&order_by=created_at`;
        const { json, nextPage } = await callGitlab(access, "GET", `${notes}${query}`);
        if (!Array.isArray(json)) {
          throw new Error(`GET ${notes}: no list in the answer of GitLab; check CI_API_V4_URL`);
        }
        found.push(...json.flatMap((note) => ownNote(note, author)));
        // A proxy may remove the header.
        const isLast = nextPage === undefined ? json.length < PAGE_SIZE : nextPage === "";
        if (isLast) {
          break;
        }
      }
      return found;
    },
    add: async (body) => void (await callGitlab(access, "POST", notes, { body: withoutQuickActions(body) })),
    replace: async (id, body) =>
      void (await callGitlab(access, "PUT", `${notes}/${id}`, { body: withoutQuickActions(body) })),
  };
}

/** A note that the author wrote; GitLab writes system notes in the name of users. */
function ownNote(note: Json, author: number): readonly KnownComment[] {
  if (!isJsonObject(note) || note.system === true || typeof note.id !== "number" || typeof note.body !== "string") {
    return [];
  }
  const isOwn = isJsonObject(note.author) && note.author.id === author;
  return isOwn ? [{ id: note.id, first: note.body.split(/\r?\n/, 1)[0] ?? "" }] : [];
}

/**
 * A line that starts with a slash is a command to GitLab, such as `/merge` or `/approve`, which it would run as the user of the token.
 *
 * @see https://docs.gitlab.com/user/project/quick_actions/
 */
function withoutQuickActions(body: string): string {
  return body.replace(/^(\s*)\//gm, "$1\\/");
}

/** @throws one line, without the token, when GitLab does not answer in time, or refuses */
async function callGitlab(
  { url, token }: GitlabAccess,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: object,
): Promise<{ readonly json: Json; readonly nextPage?: string }> {
  const where = `${method} ${path.replace(/\?.*$/, "")}`;
  const reply = await sendWithToken({
    method,
    url: `${url.href.replace(/\/$/, "")}/${path}`,
    headers: { "PRIVATE-TOKEN": token, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: Error) => {
    throw new Error(`${where}: no answer from GitLab, got ${error.message}`);
  });
  if (reply.status < 200 || reply.status > 299) {
    throw new Error(`${where}: refused by GitLab, got ${shownReply(reply)}; ${remedyOf(reply)}`);
  }
  const nextPage = reply.headers.get("x-next-page") ?? undefined;
  try {
    return { json: JSON.parse(reply.text), ...(nextPage !== undefined && { nextPage }) };
  } catch {
    throw new Error(`${where}: no JSON in the answer of GitLab; check CI_API_V4_URL`);
  }
}

function remedyOf(reply: TokenReply): string {
  return isRefusedToken(reply)
    ? "check that GITLAB_TOKEN has the scope api and may comment in this project"
    : "try again";
}
