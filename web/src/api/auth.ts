import { i18n } from "@lingui/core";

/** What went wrong, in words for the person; no words when the portal did not answer. */
export interface Fault {
  code: string;
  message: string;
  field?: string;
}

/** Posts to an address below /auth, which stand beside the graph because browsers' sessions begin there. */
export async function post<T>(path: string, body: object): Promise<{ data: T; fault: null } | { data: null; fault: Fault }> {
  try {
    const response = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "Accept-Language": i18n.locale },
      body: JSON.stringify(body),
    });
    const answer = (await response.json().catch(() => null)) as (T & { error?: Fault }) | null;
    if (response.ok) return { data: answer as T, fault: null };
    return { data: null, fault: answer?.error ?? { code: "UNAVAILABLE", message: "" } };
  } catch {
    return { data: null, fault: { code: "UNAVAILABLE", message: "" } };
  }
}
