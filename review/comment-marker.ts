/** What a comment is about: two syntheses, or a plan with the real state. */
export const commentKinds = ["review", "plan"] as const;

/** One of {@link commentKinds}. */
export type CommentKind = (typeof commentKinds)[number];

/** Hidden first line by which a pipeline finds and replaces the comment of an earlier run. */
export function commentMarker({ name }: { readonly name: string }, kind: CommentKind = "review"): string {
  return `<!-- studio-perimeter ${kind} ${name.replace(/[^\w.-]/g, "_")} -->`;
}

const MARKER = /^<!-- studio-perimeter (?<kind>[a-z]+) (?<name>[\w.-]+) -->$/;

/** The stack whose comment of this kind has the line as its first; `undefined` for another line. */
export function stackOfMarker(line: string, kind: CommentKind): string | undefined {
  const found = MARKER.exec(line)?.groups;
  return found?.kind === kind ? found.name : undefined;
}
