/**
 * Arguments that the schema declares as texts, because they are true, false or absent: the provider converts the text itself.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/types/nullable/bool.go
 */
export const argumentTypeCorrections: ReadonlyMap<string, string> = new Map([]);
