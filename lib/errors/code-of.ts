/** The code of an error: Node's (`ENOENT`), a SQLSTATE, or another library's; undefined without one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
