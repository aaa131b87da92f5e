/** The token of a letter's link, which stands behind the # so that no server and no log ever sees it; "" when there is none. */
export function linkToken(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";
}
