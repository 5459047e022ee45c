/**
 * Fills a declared path and its query.
 *
 * @param path    a path of the route table, e.g. `/api/tenants/:tenantId/lists`
 * @param params  a value for each `:name`; each is escaped, so that an id from an address cannot become another path
 * @param query   undefined and empty values are left out
 * @throws        Error when a parameter is missing: a mistake in this program, not of its user
 */
export function buildPath(
  path: string,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || value === '') throw new Error(`path parameter ${name} is missing in ${path}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}
