import { i18n } from "@lingui/core";

/** What came of a form that was sent: the answer, or what is wrong with which field. */
export type Sent = { ok: true; answer: unknown } | { ok: false; field: string; message: string };

/** Sends a form with a file, the file last, as the portal wants it. Never throws. */
export async function sendForm(path: string, fields: Readonly<Record<string, string>>, file: File): Promise<Sent> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  try {
    const response = await fetch(path, { method: "POST", credentials: "same-origin", headers: { "Accept-Language": i18n.locale }, body: form });
    const answer = (await response.json().catch(() => null)) as { error?: { field?: string; message?: string } } | null;
    return response.ok ? { ok: true, answer } : { ok: false, field: answer?.error?.field ?? "", message: answer?.error?.message ?? "" };
  } catch {
    return { ok: false, field: "", message: i18n._("The portal does not answer. Check your connection and try again.") };
  }
}
