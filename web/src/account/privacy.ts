/** The version of the privacy notice that a new account accepts; raise it with every change of PrivacyPage. */
export const privacyVersion = "2026-11";
