/**
 * A text with AWS's wildcards as a regular expression for the whole text: `*` for any characters, `?` for one. Actions of policies
 * and values of filters have them.
 *
 * @param flags `i` where the case does not matter, as in actions. @default - it matters, and line breaks are characters as well
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export function wildcardPattern(text: string, flags = "s"): RegExp {
  return new RegExp(`^${wildcardSource(text)}$`, flags);
}

/** The source of {@link wildcardPattern}, as a part of a longer regular expression. */
export function wildcardSource(text: string): string {
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return escaped.replaceAll("*", ".*").replaceAll("?", ".");
}
