/** Message catalogues: English is the source, `npm run extract` brings new messages into every catalogue. */
export default {
  sourceLocale: "en",
  locales: ["en", "es", "ca", "fr", "de", "it", "pt", "zh"],
  catalogs: [{ path: "<rootDir>/src/locales/{locale}", include: ["src"], exclude: ["src/gql", "src/**/*.test.tsx", "src/**/*.test.ts"] }],
  compileNamespace: "ts",
  orderBy: "messageId", // the same however files are read, so that changes do not meet
  formatOptions: { lineNumbers: false },
};
