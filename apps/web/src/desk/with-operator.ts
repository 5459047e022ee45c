/**
 * Puts the operator's own name where a script says `{operator}`: the family name, which is what is said on a telephone in
 * Japan. Names without a space are said whole.
 */
export function withOperator(text: string, displayName: string): string {
  const spoken = displayName.trim().split(/\s/u)[0] ?? displayName
  return text.replaceAll('{operator}', spoken)
}
