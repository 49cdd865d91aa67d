import { type CommentKind, stackOfMarker } from "../../../review/comment-marker";
import type { StackComment } from "../review-files";

/** A comment that is already there and may be replaced. */
export interface KnownComment {
  readonly id: number;
  /** First line, by which a comment is found. */
  readonly first: string;
}

/** A pull request of GitHub, or a merge request of GitLab. */
export interface CommentPlace {
  /** Comments whose author is the one that writes. Everybody can write a comment with a marker. */
  readonly list: () => Promise<readonly KnownComment[]>;
  readonly add: (body: string) => Promise<void>;
  readonly replace: (id: number, body: string) => Promise<void>;
}

/**
 * Keeps one comment of a kind for each stack: replaces those of an earlier push, writes the others. A comment on a stack that is no
 * longer part of the change says so. Decides by markers and authors only, never by what a comment says.
 *
 * @returns one line for each call that failed
 * @throws one line when the comments cannot be listed
 */
export async function keepComments(
  comments: readonly StackComment[],
  kind: CommentKind,
  place: CommentPlace,
): Promise<readonly string[]> {
  const known = (await place.list()).filter(({ first }) => stackOfMarker(first, kind) !== undefined);
  const wanted = comments.flatMap(({ marker, comment }) => {
    const earlier = known.filter(({ first }) => first === marker);
    return earlier.length === 0
      ? [() => place.add(comment)]
      : earlier.map(
          ({ id }) =>
            () =>
              place.replace(id, comment),
        );
  });
  const markers = new Set(comments.map(({ marker }) => marker));
  const past = known
    .filter(({ first }) => !markers.has(first))
    .map(
      ({ id, first }) =>
        () =>
          place.replace(id, `${first}\n### ${stackOfMarker(first, kind)}: ${GONE[kind]}\n`),
    );
  const failed: string[] = [];
  for (const call of [...wanted, ...past]) {
    await call().catch((error: Error) => failed.push(error.message));
  }
  return failed;
}

const GONE: Readonly<Record<CommentKind, string>> = {
  review: "no longer part of this change",
  plan: "this change no longer plans it",
};
