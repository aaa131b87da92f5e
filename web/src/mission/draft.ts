import { useState } from "react";

/** Who travels. */
export interface Delegate {
  name: string;
  email: string;
  role: string;
}

interface Draft {
  delegates: Delegate[];
  motivation: string;
}

/** A delegate not yet named. */
export const nobody: Delegate = { name: "", email: "", role: "" };

/** The registration being written for a mission, kept in this tab until it is sent, also when the session ends. */
export function useDraft(missionId: string) {
  const place = `portal.registration.${missionId}`;
  const [draft, setDraft] = useState(() => stored(place));
  const change = (next: Draft) => {
    sessionStorage.setItem(place, JSON.stringify(next));
    setDraft(next);
  };
  return { draft, change, forget: () => sessionStorage.removeItem(place) };
}

function stored(place: string): Draft {
  try {
    const draft = JSON.parse(sessionStorage.getItem(place) ?? "") as Partial<Draft>;
    if (Array.isArray(draft.delegates) && draft.delegates.length && typeof draft.motivation === "string") return draft as Draft;
  } catch {
    // nothing stored, or not ours: begin anew
  }
  return { delegates: [nobody], motivation: "" };
}
