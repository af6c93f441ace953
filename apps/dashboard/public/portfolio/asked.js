/** Where figures over many cases are explained. @param {string} figures @param {Record<string, string | undefined>} filters */
export function explanationAt(figures, filters) {
  const filled = Object.entries(filters).filter(
    /** @returns {entry is [string, string]} */ (entry) => Boolean(entry[1]),
  );
  const query = new URLSearchParams(filled).toString();
  return `/figures/${figures}/explanation${query && `?${query}`}`;
}
